using System.Text.RegularExpressions;

namespace AmiGovernance.Sandbox.Services.Patterns;

/// <summary>
/// A regular expression of a filter pattern (CloudWatch Logs user guide, "Supported regular expressions (regex) syntax").
/// </summary>
internal static partial class LogExpression
{
    /// <param name="token">With its percent signs. Throws <see cref="FormatException"/>.</param>
    public static Func<string, bool> Parse(string token)
    {
        var text = token[1..^1];
        if (!Supported().IsMatch(text))
            throw new FormatException($"`{text}` holds what regular expressions of filter patterns may not hold");
        try
        {
            // Nobody's pattern can take long.
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant).IsMatch;
        }
        catch (ArgumentException)
        {
            throw new FormatException($"`{text}` is no regular expression");
        }
    }

    /// <summary>Letters, digits, the symbols that are documented, and the operators; no parentheses.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9 :_#=@/;,\-^$?\[\]{}|\\*+.]+\z")]
    private static partial Regex Supported();
}
