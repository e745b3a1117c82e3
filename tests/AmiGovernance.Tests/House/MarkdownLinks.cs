using System.Text.RegularExpressions;

namespace AmiGovernance.Tests.House;

internal static partial class MarkdownLinks
{
    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#\s]+)")]
    private static partial Regex Relative();

    /// <summary>Where the relative links of a document lead, without the place in the file.</summary>
    public static IEnumerable<string> In(string file) =>
        Relative().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value);
}
