using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace AmiGovernance.TestSupport;

/// <summary>What a command shows in a terminal, as a picture for a page: SVG without fonts, links or scripts.</summary>
internal static partial class TerminalPicture
{
    private const double Column = 8.4;
    private const int Row = 19;
    private const int Margin = 16;

    /// <summary>Of our own colours (<see cref="AmiGovernance.Cli.Shell.Colors"/>); readable on a dark ground (WCAG 2.2, contrast 4.5).</summary>
    private static readonly Dictionary<string, string> Styles = new(StringComparer.Ordinal)
    {
        ["1"] = "font-weight:bold",
        ["2"] = "fill:#9aa4b2",
        ["36"] = "fill:#4fd6e0",
        ["32"] = "fill:#5fd38a",
        ["1;31"] = "fill:#ff7b72;font-weight:bold",
        ["1;33"] = "fill:#f2cc60;font-weight:bold",
        ["1;36"] = "fill:#4fd6e0;font-weight:bold",
    };

    /// <param name="command">Shown above its output.</param>
    /// <param name="screen">With our colours.</param>
    /// <param name="columns">Of the terminal; the picture is wider where a command to copy is longer.</param>
    public static string Of(string command, string screen, int columns)
    {
        string[] lines = [$"\e[1m$ {command}\e[0m", .. screen.TrimEnd('\n').Split('\n')];
        var widest = Math.Max(columns, lines.Max(l => Columns(Plain(l))));
        var width = (int)Math.Ceiling(widest * Column) + (2 * Margin);
        var height = (lines.Length * Row) + (2 * Margin);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
            <title>{WebUtility.HtmlEncode(command)}</title>
            <style>text{'{'}font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#e6edf3;white-space:pre{'}'}</style>
            <rect width="100%" height="100%" rx="8" fill="#0d1117"/>

            """
        );
        for (var i = 0; i < lines.Length; i++)
            if (Plain(lines[i]).Length > 0)
                svg.Append(Line(lines[i], Margin + ((i + 1) * Row) - 5)).Append('\n');
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Without colours.</summary>
    public static string Plain(string screen) => Colour().Replace(screen, "");

    /// <summary>The length is said, so that a line is as wide as its columns in whatever font.</summary>
    private static string Line(string line, int y)
    {
        var length = (Columns(Plain(line)) * Column).ToString("0.#", CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        var style = "";
        var at = 0;
        foreach (Match colour in Colour().Matches(line))
        {
            text.Append(Part(line[at..colour.Index], style));
            style = Styles.GetValueOrDefault(colour.Groups["code"].Value, "");
            at = colour.Index + colour.Length;
        }
        text.Append(Part(line[at..], style));
        return $"<text x=\"{Margin}\" y=\"{y}\" textLength=\"{length}\" xml:space=\"preserve\">{text}</text>";
    }

    private static string Part(string text, string style)
    {
        if (text.Length == 0)
            return "";
        var encoded = WebUtility.HtmlEncode(text);
        return style.Length == 0 ? encoded : $"<tspan style=\"{style}\">{encoded}</tspan>";
    }

    /// <summary>Marks such as ✅ take two columns.</summary>
    private static int Columns(string text) => text.Sum(c => c is '✅' or '❌' ? 2 : 1);

    [GeneratedRegex("\e\\[(?<code>[0-9;]*)m")]
    private static partial Regex Colour();
}
