using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.Sandbox.World;

/// <summary>
/// Gives out ids that never come twice. Counted for each prefix, so that the id of a policy does not depend on how many calls were
/// recorded.
/// </summary>
internal sealed class IdSequence
{
    private readonly Dictionary<string, long> given = new(StringComparer.Ordinal);
    private long givenBefore;

    /// <summary>Rises with each id that is given out, and is kept with the world.</summary>
    public long Given
    {
        get => givenBefore + given.Values.Sum();
        set
        {
            givenBefore = value;
            given.Clear();
        }
    }

    /// <param name="world">Worlds with other names have other ids.</param>
    public string Next(string world, string prefix, int digits)
    {
        var count = given.GetValueOrDefault(prefix) + 1;
        given[prefix] = count;
        var number = (givenBefore + count).ToString(CultureInfo.InvariantCulture);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{world}/{prefix}{number}"));
        return prefix + Convert.ToHexStringLower(hash)[..digits];
    }
}
