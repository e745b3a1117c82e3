using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// The number of a ticket, such as `CLOUD-1234`. It names files and branches too, so it has only what both take everywhere:
/// letters, digits, `-` and `_`; and Windows has no file of the name of a device (Microsoft, "Naming Files, Paths, and Namespaces").
/// </summary>
internal static partial class TicketNumber
{
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    /// <summary>
    /// One form for all spellings of a ticket: the last part of an address, in compatibility form (Unicode, NFKC) and capitals, with `-`
    /// between its parts. `cloud 1`, `CLOUD_1` and the page of CLOUD-1 are one ticket.
    /// </summary>
    public static string Normal(string text)
    {
        var plain = PersonName.Normal(text);
        var path = plain.Split('?', '#')[0].TrimEnd('/');
        var last = path[(path.LastIndexOf('/') + 1)..];
        return Between().Replace(last.ToUpperInvariant(), "-");
    }

    public static bool AreSame(string a, string b) => Normal(a) == Normal(b);

    [GeneratedRegex(@"[\s_\-\u2010-\u2015\u2212]+")]
    private static partial Regex Between();

    [GeneratedRegex(@"^(?!(?i:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])\z)[A-Za-z0-9][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex Pattern();
}
