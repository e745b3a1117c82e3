using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>Names of public images that many people look for by name.</summary>
/// <param name="Beginning">How the names begin; `#` stands for one digit or more.</param>
/// <param name="Name">For people.</param>
/// <param name="Publishers">Whose images are named so, as the table of publishers calls them.</param>
/// <param name="Source">A page or a public repository.</param>
public sealed record ImageFamily(
    string Beginning,
    string Name,
    ImmutableArray<string> Publishers,
    DateOnly Date,
    string Source
)
{
    /// <summary>Whether an image that is named so begins like the family's; letters count in any case, as people read them.</summary>
    public bool Begins(string name)
    {
        var at = 0;
        foreach (var expected in Beginning)
        {
            var from = at;
            while (expected == '#' && at < name.Length && char.IsAsciiDigit(name[at]))
                at++;
            if (
                expected != '#'
                && at < name.Length
                && char.ToLowerInvariant(name[at]) == char.ToLowerInvariant(expected)
            )
                at++;
            if (at == from)
                return false;
        }
        return true;
    }

    /// <summary>In all partitions; images of AWS itself carry an owner alias besides.</summary>
    public bool IsOf(string account) =>
        KnownPublishers.All.Any(p => p.Account.Value == account && Publishers.Contains(p.Publisher));
}
