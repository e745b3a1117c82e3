using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Identifiers;

public static partial class MailAddress
{
    /// <summary>
    /// Whether it can be written to: words with single dots between them before one `@` (RFC 5322, 3.2.3, "dot-atom"; RFC 6531 for other
    /// letters), and the name of a host after it. Nothing else can be told without writing to it.
    /// </summary>
    public static bool IsValid(string text) => text.Length <= 254 && Pattern().IsMatch(text);

    public static bool AreSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>In lower case and without what stands behind a plus, which most servers deliver to the same mailbox (RFC 5233).</summary>
    public static string Mailbox(string address)
    {
        var at = address.LastIndexOf('@');
        var local = address[..Math.Max(at, 0)];
        var plus = local.IndexOf('+', StringComparison.Ordinal);
        var mailbox = plus > 0 ? local[..plus] : local;
        return $"{mailbox}@{address[(at + 1)..]}".ToLowerInvariant();
    }

    [GeneratedRegex(
        @"^[^\s\p{C}@<>,;:""\\()\[\].]+(?:\.[^\s\p{C}@<>,;:""\\()\[\].]+)*@[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)*\z"
    )]
    private static partial Regex Pattern();
}
