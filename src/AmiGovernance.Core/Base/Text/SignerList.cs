using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Text;

/// <summary>A file of keys as a list of allowed signers: a public key by itself is named by its fingerprint.</summary>
internal static partial class SignerList
{
    /// <summary>As key types begin (sshd(8), AUTHORIZED_KEYS FILE FORMAT).</summary>
    private static readonly string[] KeyTypes = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];

    public static bool IsPrivateKey(ReadOnlyMemory<byte> keys) => keys.Span.IndexOf(" PRIVATE KEY-----"u8) >= 0;

    /// <param name="keys">A public key, or a list of allowed signers.</param>
    /// <param name="purpose">Whoever looks for a signer takes the first line of the key: those for other purposes are left out.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> keys, string purpose)
    {
        var text = Encoding.UTF8.GetString(keys.Span).TrimStart('\uFEFF').TrimEnd();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return Encoding.UTF8.GetBytes(
            string.Join('\n', lines.Select(line => IsForOther(line, purpose) ? None : Line(line))) + "\n"
        );
    }

    /// <summary>As `ssh-keygen -l` prints it; a key that is none is refused by whoever checks signatures.</summary>
    private static string Fingerprint(string key)
    {
        var blob = key.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1) ?? "";
        var bytes = new byte[blob.Length];
        return Convert.TryFromBase64String(blob, bytes, out var length)
            ? $"SHA256:{Convert.ToBase64String(SHA256.HashData(bytes.AsSpan(0, length))).TrimEnd('=')}"
            : "key";
    }

    private const string None = "#";

    /// <summary>ssh-keygen(1), ALLOWED SIGNERS: `namespaces` is a list of patterns; what a pattern means is left to the program.</summary>
    private static bool IsForOther(string line, string purpose) =>
        Namespaces().Match(line) is { Success: true } match
        && match.Groups[1].Value.IndexOfAny(['*', '?', '!']) < 0
        && !match.Groups[1].Value.Split(',').Contains(purpose, StringComparer.Ordinal);

    [GeneratedRegex("^\\S+\\s(?:.*[\\s,])?namespaces=\"([^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Namespaces();

    private static string Line(string line)
    {
        var key = line.Trim();
        // An empty line is taken for a broken one.
        if (key.Length == 0)
            return None;
        return KeyTypes.Any(type => key.StartsWith(type, StringComparison.Ordinal)) ? $"{Fingerprint(key)} {key}" : key;
    }
}
