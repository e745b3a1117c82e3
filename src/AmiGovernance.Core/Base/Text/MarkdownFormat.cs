using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Text;

/// <summary>
/// Markdown as GitHub and GitLab read it (CommonMark 0.31.2, "Code spans"; GitHub Flavored Markdown 0.29, "Autolinks (extension)").
/// Autolinks, mentions and references are found in the text after entities are resolved, so no escape stops them: only a code span does.
/// </summary>
public sealed partial class MarkdownFormat : ITextFormat
{
    /// <summary>What begins markup outside a code span.</summary>
    private static readonly SearchValues<char> Markup = SearchValues.Create("\\*_[]#~!|");

    /// <summary>
    /// What makes a reference on a code host of the word behind it, such as `%` of a milestone; `;` ends an escaped `&amp;`.
    /// </summary>
    private const string Starters = "%!$~#@;";

    private MarkdownFormat() { }

    public static bool Joins(char last, char first) =>
        last == '`' ? first == '`' : Starters.Contains(last, StringComparison.Ordinal);

    /// <summary>
    /// One line, also for a table cell. Pairs of backticks stay code spans, with ends of our own; a word that would be a link, a mention
    /// or a reference becomes one.
    /// </summary>
    public static string Escape(string text)
    {
        var visible = Sanitize.Text(text);
        var result = new StringBuilder(visible.Length + 16);
        var code = new StringBuilder();
        foreach (var (isCode, part) in Parts(visible))
        {
            // Parts of code that touch are one code span.
            if (isCode)
            {
                code.Append(part);
                continue;
            }
            FlushCode(result, code);
            foreach (var c in part)
                AppendPlain(result, c);
        }
        FlushCode(result, code);
        return result.ToString();
    }

    /// <summary>Within a fence nothing comes alive, and one longer than any run of backticks in it is not closed by it.</summary>
    public static string EscapeCode(IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines.Select(Sanitize.Text));
        var fence = Fence(text).PadLeft(3, '`');
        return $"{fence}text\n{text}\n{fence}\n";
    }

    private static void AppendPlain(StringBuilder result, char c)
    {
        if (Markup.Contains(c))
            result.Append('\\');
        result.Append(Entity(c));
    }

    private static string Entity(char c) =>
        c switch
        {
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            '`' => "&#96;",
            _ => c.ToString(),
        };

    private static void FlushCode(StringBuilder result, StringBuilder code)
    {
        if (code.Length == 0)
            return;
        var text = code.ToString();
        var fence = Fence(text);
        // One space at each end is taken away by whoever reads it.
        var space = text[0] == '`' || text[^1] == '`' ? " " : "";
        // A `|` ends the cell of a table even inside a code span.
        var shown = text.Replace("|", "\\|", StringComparison.Ordinal);
        result.Append(fence).Append(space).Append(shown).Append(space).Append(fence);
        code.Clear();
    }

    /// <summary>Backticks that begin and end a code span with the text: one more than stand together in it.</summary>
    internal static string Fence(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return new string('`', longest + 1);
    }

    /// <summary>Code, and text that is none.</summary>
    private static IEnumerable<(bool IsCode, string Text)> Parts(string text)
    {
        var at = 0;
        foreach (var (start, from, to, end) in Spans(text))
        {
            foreach (var part in Words(text[at..start]))
                yield return part;
            yield return (true, text[from..to]);
            at = end;
        }
        foreach (var part in Words(text[at..]))
            yield return part;
    }

    /// <summary>A run of backticks is closed by the next one of the same length, or is text.</summary>
    private static List<(int Start, int From, int To, int End)> Spans(string text)
    {
        var runs = Backticks().EnumerateMatches(text);
        var all = new List<(int Index, int Length)>();
        foreach (var run in runs)
            all.Add((run.Index, run.Length));
        var closing = new int[all.Count];
        var next = new Dictionary<int, int>();
        for (var i = all.Count - 1; i >= 0; i--)
        {
            closing[i] = next.GetValueOrDefault(all[i].Length, -1);
            next[all[i].Length] = i;
        }
        var spans = new List<(int, int, int, int)>();
        for (var i = 0; i < all.Count; i++)
        {
            if (closing[i] < 0)
                continue;
            var (open, close) = (all[i], all[closing[i]]);
            spans.Add((open.Index, open.Index + open.Length, close.Index, close.Index + close.Length));
            i = closing[i];
        }
        return spans;
    }

    private static IEnumerable<(bool IsCode, string Text)> Words(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var space = text.IndexOf(' ', at);
            var end = space < 0 ? text.Length : space;
            if (end > at)
            {
                var word = text[at..end];
                // The end of a part of a sentence is no part of the word.
                var bare = word.TrimEnd(',', ';');
                if (bare.Length > 0)
                    yield return (IsLive(word) || end == text.Length && BeginsIssue().IsMatch(word), bare);
                // Nothing at all stands between parts of code that touch.
                if (bare.Length < word.Length)
                    yield return (false, word[bare.Length..]);
            }
            if (space >= 0)
                yield return (false, " ");
            at = end + 1;
        }
    }

    /// <summary>A number of an issue may follow the text.</summary>
    [GeneratedRegex(@"\bgh-?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BeginsIssue();

    private static bool IsLive(string word) => word.AsSpan().IndexOfAny("@$") >= 0 || Live().IsMatch(word);

    /// <summary>
    /// Addresses, references to issues, merge requests, labels and milestones (GitLab, "GitLab-specific references"), and names of emoji,
    /// which may be images.
    /// </summary>
    [GeneratedRegex(
        @"://|www\.|(mailto|xmpp|tel|javascript|data):|#\d|gh-\d|[!&]\d|(?<!\w)[~%][\w""]|:[\w+-]*[a-z+][\w+-]*:",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Live();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
