using System.Text;

namespace AmiGovernance.Cli.Shell;

/// <summary>A line of text that is too long for a terminal, broken between words.</summary>
internal static class FoldedLine
{
    /// <summary>What people copy and what is drawn is no text: tables, JSON, commands, places in files.</summary>
    private static readonly string[] Wholes =
    [
        "{",
        "}",
        "[",
        "]",
        "\"",
        "|",
        "$ ",
        "amigov ",
        "aws ",
        "git ",
        "export ",
    ];

    /// <summary>Before a command that is advised.</summary>
    private const string Advice = "→ ";

    /// <param name="line">Without its end. What stands in backticks is never broken: somebody may copy it.</param>
    /// <param name="width">In columns.</param>
    public static string Of(string line, int width)
    {
        if (line.Length <= width)
            return line;
        var plain = Plain(line);
        if (IsWhole(plain))
            return line;
        var lead = Lead(plain) is var whole && whole <= width / 2 ? whole : Spaces(plain) + 2;
        var result = new StringBuilder();
        var indent = new string(' ', Math.Min(lead, width / 2));
        var column = 0;
        foreach (var part in Parts(line, lead))
        {
            var columns = Columns(part);
            if (column > indent.Length && column + columns > width)
            {
                while (result[^1] == ' ')
                    result.Length--;
                result.Append('\n').Append(indent);
                column = indent.Length;
            }
            result.Append(part);
            // The space behind a word may stand outside.
            column += columns + part.Length - part.TrimEnd(' ').Length;
        }
        return result.ToString();
    }

    /// <summary>Colours take no columns.</summary>
    private static string Plain(string text)
    {
        if (text.Contains('\e', StringComparison.Ordinal))
            foreach (var color in Colors.All)
                text = text.Replace(color, "", StringComparison.Ordinal);
        return text;
    }

    private static bool IsWhole(string plain)
    {
        var text = plain.AsSpan().TrimStart(' ');
        if (text.StartsWith(Advice, StringComparison.Ordinal))
            text = text[Advice.Length..];
        foreach (var whole in Wholes)
            if (text.StartsWith(whole, StringComparison.Ordinal))
                return true;
        return text.Contains('│') || text.TrimStart("0123456789").StartsWith(" | ", StringComparison.Ordinal);
    }

    /// <summary>In columns: the text behind a mark, a number or a label stays in one column, other text goes in by two.</summary>
    private static int Lead(string line)
    {
        var text = line.AsSpan().TrimStart(' ');
        var gap = text.IndexOf("  ", StringComparison.Ordinal);
        if (gap > 0)
            return line.Length - text[gap..].TrimStart(' ').Length;
        var marked = IsMark(text) ? text[2..] : text;
        var digits = marked.Length - marked.TrimStart("0123456789").Length;
        if (digits > 0 && marked[digits..].StartsWith(". ", StringComparison.Ordinal))
            marked = marked[(digits + 2)..];
        return marked.Length == text.Length ? Spaces(line) + 2 : line.Length - marked.Length;
    }

    private static int Spaces(string line) => line.Length - line.TrimStart(' ').Length;

    private static bool IsMark(ReadOnlySpan<char> text) =>
        text.Length > 2 && text[1] == ' ' && text[0] != '`' && !char.IsLetterOrDigit(text[0]);

    /// <summary>Each begins where a line may: words with the spaces behind them.</summary>
    /// <param name="lead">In columns: nothing before it is broken.</param>
    private static List<string> Parts(string line, int lead)
    {
        var parts = new List<string>();
        var start = 0;
        var fence = 0;
        var colors = 0;
        for (var at = 0; at < line.Length; at++)
        {
            if (Color(line, at) is var color and > 0)
            {
                colors += color;
                at += color - 1;
                continue;
            }
            var run = Backticks(line, at);
            if (run > 0)
            {
                // As many as have begun a code span end it.
                if (fence == 0)
                    fence = run;
                else if (fence == run)
                    fence = 0;
                at += run - 1;
                continue;
            }
            if (line[at] != ' ' || fence > 0 || at - colors < lead || at + 1 == line.Length || line[at + 1] == ' ')
                continue;
            parts.Add(line[start..(at + 1)]);
            start = at + 1;
        }
        parts.Add(line[start..]);
        return parts;
    }

    /// <summary>How long the colour is that begins here; 0 for none.</summary>
    private static int Color(string line, int at)
    {
        foreach (var color in Colors.All)
            if (string.CompareOrdinal(line, at, color, 0, color.Length) == 0)
                return color.Length;
        return 0;
    }

    private static int Backticks(string line, int at)
    {
        var rest = line.AsSpan(at);
        return rest.Length - rest.TrimStart('`').Length;
    }

    /// <summary>Without the spaces behind; colours take none.</summary>
    private static int Columns(string part)
    {
        var columns = 0;
        foreach (var rune in Plain(part).TrimEnd(' ').EnumerateRunes())
            columns += IsWide(rune) ? 2 : 1;
        return columns;
    }

    /// <summary>Unicode, annex 11, in short: ideographs and pictures; to take more for wide only folds earlier.</summary>
    private static bool IsWide(Rune rune) => rune.Value is >= 0x2E80 or 0x2705 or 0x274C;
}
