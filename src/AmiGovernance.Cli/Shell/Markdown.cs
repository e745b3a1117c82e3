using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

internal static class Markdown
{
    /// <summary>Text from outside for a table cell: no markup, HTML, links or mentions come alive. Our own backticks stay code spans.</summary>
    public static string Escape(string text)
    {
        var visible = Visible.Text(text);
        var result = new StringBuilder(visible.Length + 16);
        // An odd number of backticks would open a span that never closes.
        var spans = visible.Count(c => c == '`') % 2 == 0;
        var inCode = false;
        foreach (var c in visible)
        {
            if (c == '`' && spans)
                inCode = !inCode;
            // A `|` ends the cell even inside a code span.
            if (c == '|' || !inCode && c is '\\' or '*' or '_' or '[' or ']' or '#' or '~' or '!' || c == '`' && !spans)
                result.Append('\\');
            result.Append(
                inCode
                    ? c.ToString()
                    : c switch
                    {
                        '<' => "&lt;",
                        '>' => "&gt;",
                        '&' => "&amp;",
                        '@' => "&#64;",
                        _ => c.ToString(),
                    }
            );
        }
        return result.ToString();
    }
}
