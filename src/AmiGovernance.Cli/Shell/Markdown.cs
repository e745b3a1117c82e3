using System.Buffers;
using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

internal static class Markdown
{
    /// <summary>What begins markup outside a code span.</summary>
    private static readonly SearchValues<char> Markup = SearchValues.Create("\\*_[]#~!");

    /// <summary>
    /// Text from outside for a table cell: no markup, HTML, links or mentions come alive. Our own backticks stay code spans.
    /// </summary>
    public static string Escape(string text)
    {
        var visible = Sanitize.Text(text);
        var result = new StringBuilder(visible.Length + 16);
        // An odd number of backticks would open a span that never closes.
        var hasSpans = visible.Count(c => c == '`') % 2 == 0;
        var inCode = false;
        foreach (var c in visible)
        {
            if (c == '`' && hasSpans)
                inCode = !inCode;
            if (NeedsBackslash(c, inCode, hasSpans))
                result.Append('\\');
            result.Append(inCode ? c.ToString() : Entity(c));
        }
        return result.ToString();
    }

    private static bool NeedsBackslash(char c, bool inCode, bool hasSpans) =>
        c switch
        {
            // A `|` ends the cell even inside a code span.
            '|' => true,
            '`' => !hasSpans,
            _ => !inCode && Markup.Contains(c),
        };

    private static string Entity(char c) =>
        c switch
        {
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            '@' => "&#64;",
            _ => c.ToString(),
        };
}
