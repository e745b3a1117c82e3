using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AmiGovernance.TestSupport;

/// <summary>
/// An example of docs/reference/rollout.md. A comment before it, `golden: CASE` or `test: CLASS`, names what shows that it is real. A line
/// `…` stands for lines that are left out, `…` in a line for what is left out there; empty lines do not count.
/// </summary>
/// <param name="Kind">`golden` or `test`; empty when nothing is named.</param>
/// <param name="Source">The case, or the class of the test.</param>
internal sealed partial record Gallery(string Kind, string Source, ImmutableArray<string> Lines)
{
    private const string LeftOut = "…";

    public static string Page { get; } = RepositoryRoot.File("docs", "reference", "rollout.md");

    public static ImmutableArray<Gallery> Read() =>
        [
            .. Block()
                .Matches(File.ReadAllText(Page))
                .Select(m => new Gallery(
                    m.Groups["kind"].Value,
                    m.Groups["source"].Value,
                    NotEmpty(m.Groups["text"].Value)
                )),
        ];

    /// <summary>Null when this is what was printed; else the first line that was not.</summary>
    /// <param name="printed">The command line after `$ `, and what it printed.</param>
    public string? Difference(string printed)
    {
        var shown = NotEmpty(printed);
        var furthest = 0;
        return Fits(0, 0) ? null : Lines.ElementAtOrDefault(furthest) ?? "more is printed: the last line is to be `…`";

        bool Fits(int line, int at)
        {
            furthest = Math.Max(furthest, line);
            if (line == Lines.Length)
                return at == shown.Length;
            if (Lines[line].Trim() == LeftOut)
                return Enumerable.Range(at, shown.Length - at + 1).Any(next => Fits(line + 1, next));
            return at < shown.Length && IsLine(Lines[line], shown[at]) && Fits(line + 1, at + 1);
        }
    }

    private static bool IsLine(string line, string shown)
    {
        var pattern = string.Join(".*", line.Split(LeftOut).Select(Regex.Escape));
        return Regex.IsMatch(shown, $"^{pattern}$", RegexOptions.CultureInvariant);
    }

    private static ImmutableArray<string> NotEmpty(string text) =>
        [.. text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)];

    [GeneratedRegex(
        "(?:<!-- (?<kind>golden|test): (?<source>\\S+) -->\n)?^```text\n(?<text>.*?)^```",
        RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex Block();
}
