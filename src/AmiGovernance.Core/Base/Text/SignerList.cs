using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>A file of keys as a list of allowed signers: a public key by itself is named by its fingerprint.</summary>
internal static class SignerList
{
    /// <summary>As key types begin (sshd(8), AUTHORIZED_KEYS FILE FORMAT).</summary>
    private static readonly string[] KeyTypes = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];

    public static bool IsPrivateKey(ReadOnlyMemory<byte> keys) => keys.Span.IndexOf(" PRIVATE KEY-----"u8) >= 0;

    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> keys)
    {
        var text = Encoding.UTF8.GetString(keys.Span).TrimStart('\uFEFF').TrimEnd();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(Line)) + "\n");
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

    private static string Line(string line)
    {
        var key = line.Trim();
        // An empty line is taken for a broken one.
        if (key.Length == 0)
            return "#";
        return KeyTypes.Any(type => key.StartsWith(type, StringComparison.Ordinal)) ? $"{Fingerprint(key)} {key}" : key;
    }
}
