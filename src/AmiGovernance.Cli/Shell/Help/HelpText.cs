using System.Text;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>A sheet as text for a terminal.</summary>
internal static class HelpText
{
    private const string Indent = "  ";

    /// <summary>In columns: what is longer has a line of its own.</summary>
    private const int LongestTerm = 24;

    /// <param name="width">In columns; no line is longer unless one word is.</param>
    public static string Of(HelpSheet sheet, int width)
    {
        var text = new StringBuilder();
        AppendLines(text, "", WordWrap.Of(sheet.Description, width));
        AppendTitle(text, "Usage");
        AppendLines(text, Indent, WordWrap.Of(sheet.Usage, width - Indent.Length));
        foreach (var section in sheet.Sections)
        {
            AppendTitle(text, section.Title);
            var column = Math.Min(LongestTerm, section.Rows.Max(r => r.Term.Length)) + 2 * Indent.Length;
            foreach (var row in section.Rows)
                AppendRow(text, row, column, width);
        }
        AppendTitle(text, "Example");
        AppendLines(text, Indent, WordWrap.OfCommand(sheet.Help.Example, width - Indent.Length));
        AppendTitle(text, "More");
        AppendLines(text, Indent, More(sheet));
        return text.ToString();
    }

    private static IReadOnlyList<string> More(HelpSheet sheet) =>
        sheet.Name.Split(' ', 2) is [_, var path]
            ? [.. new[] { $"amigov docs {path}", $"amigov docs {sheet.Help.Topic}" }.Distinct()]
            : ["amigov help COMMAND", "amigov docs"];

    private static void AppendTitle(StringBuilder text, string title) => text.Append('\n').Append(title).Append('\n');

    private static void AppendLines(StringBuilder text, string indent, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            text.Append(indent).Append(line).Append('\n');
    }

    private static void AppendRow(StringBuilder text, HelpRow row, int column, int width)
    {
        var lines = WordWrap.Of(row.Text, width - column);
        var term = Indent + row.Term;
        var isLong = term.Length + Indent.Length > column;
        if (isLong)
            text.Append(term).Append('\n');
        var lead = isLong ? "" : term;
        foreach (var line in lines)
        {
            text.Append($"{lead.PadRight(column)}{line}".TrimEnd()).Append('\n');
            lead = "";
        }
    }
}
