using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.Console.Hosting;

/// <summary>
/// Who may look: the browsers that came by a link of this process. A link lets in one browser and is replaced then. Others on the same
/// machine can reach the port, and know neither link nor cookie. Who asks for nothing for a working day, or logs out, needs a new link.
/// </summary>
internal sealed class ConsoleSession(TimeProvider time)
{
    private const int Bytes = 32;

    private static readonly TimeSpan LongestIdle = TimeSpan.FromHours(8);

    private readonly Lock gate = new();

    /// <summary>When each was last used.</summary>
    private readonly Dictionary<string, DateTimeOffset> cookies = new(StringComparer.Ordinal);
    private string token = Secret();

    /// <summary>
    /// The path below which all pages lie. Browsers send a cookie to every port of a machine, so also to whatever another person serves
    /// there: with this path in it, to pages below the same path alone, which nobody else knows.
    /// </summary>
    public string Root { get; } = $"/{Secret()}";

    /// <summary>Of the next link.</summary>
    public string Token
    {
        get
        {
            lock (gate)
                return token;
        }
    }

    /// <summary>Stands in every form: what another site makes a browser send does not hold it.</summary>
    public string Proof { get; } = Secret();

    /// <summary>The cookie of a new browser; null when the token is not that of the last link.</summary>
    public string? Enter(string given)
    {
        lock (gate)
        {
            if (!Same(given, token))
                return null;
            token = Secret();
            var cookie = Secret();
            cookies.Add(cookie, time.GetUtcNow());
            return cookie;
        }
    }

    /// <param name="root">The first part of the path that is asked for.</param>
    /// <param name="sent">The cookies that came with it.</param>
    public bool Knows(string root, IEnumerable<string> sent)
    {
        if (!Same(root, Root))
            return false;
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (Known(sent) is not { } known)
                return false;
            if (now - cookies[known] >= LongestIdle)
                return !cookies.Remove(known);
            cookies[known] = now;
            return true;
        }
    }

    /// <summary>The browser is not let in any more.</summary>
    public void Leave(IEnumerable<string> sent)
    {
        lock (gate)
            if (Known(sent) is { } known)
                cookies.Remove(known);
    }

    private string? Known(IEnumerable<string> sent) =>
        sent.SelectMany(cookie => cookies.Keys.Where(known => Same(known, cookie))).FirstOrDefault();

    public bool IsProof(string given) => Same(given, Proof);

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>In a time that says nothing of how much is the same.</summary>
    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
