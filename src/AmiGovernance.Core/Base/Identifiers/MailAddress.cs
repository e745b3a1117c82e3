using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Identifiers;

public static partial class MailAddress
{
    /// <summary>
    /// Whether it can be written to: one `@`, no white space, no angle brackets. Nothing else can be told without writing to it.
    /// </summary>
    public static bool IsValid(string text) => text.Length <= 254 && Pattern().IsMatch(text);

    public static bool AreSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[^\s@<>,;:""\\]+@[^\s@<>,;:""\\]+\z")]
    private static partial Regex Pattern();
}
