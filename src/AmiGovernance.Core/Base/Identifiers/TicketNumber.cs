using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// The number of a ticket, such as `CLOUD-1234`. It names files and branches too, so it has only what both take everywhere:
/// letters, digits, `-` and `_`.
/// </summary>
internal static partial class TicketNumber
{
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex Pattern();
}
