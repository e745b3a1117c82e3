using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>A file of keys as a list of allowed signers: a public key by itself stands for whoever signs for the purpose.</summary>
internal static class SignerList
{
    /// <summary>As key types begin (sshd(8), AUTHORIZED_KEYS FILE FORMAT).</summary>
    private static readonly string[] KeyTypes = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];

    public static bool IsPrivateKey(ReadOnlyMemory<byte> keys) => keys.Span.IndexOf(" PRIVATE KEY-----"u8) >= 0;

    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> keys, string purpose)
    {
        var text = Encoding.UTF8.GetString(keys.Span).TrimStart('\uFEFF').TrimEnd();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => Line(line, purpose))) + "\n");
    }

    private static string Line(string line, string purpose)
    {
        var key = line.Trim();
        // An empty line is taken for a broken one.
        if (key.Length == 0)
            return "#";
        return KeyTypes.Any(type => key.StartsWith(type, StringComparison.Ordinal)) ? $"{purpose} {key}" : key;
    }
}
