using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using Spectre.Console;
using CsvText = AmiGovernance.Core.Base.Text.Csv;

namespace AmiGovernance.Cli.Shell;

/// <summary>Tables for terminals, Markdown and files.</summary>
internal static class TableOutput
{
    /// <summary>Renders once per target; the exit code tells whether every file could be written.</summary>
    public static int Write(
        CliContext context,
        IReadOnlyList<OutputTarget> targets,
        Func<OutputFormat, string> render
    ) => Write(context, targets, (text, format) => text.Write(render(format)));

    /// <summary>The same for what is too large to be in memory as text.</summary>
    public static int Write(
        CliContext context,
        IReadOnlyList<OutputTarget> targets,
        Action<TextWriter, OutputFormat> render
    )
    {
        var bag = new DiagnosticBag();
        foreach (var target in targets)
            if (target.File is null)
                render(context.OutOf(target.Format), target.Format);
            else
                context.Files.Write("", [new GeneratedFile(target.File, Bytes(target.Format))], bag);
        context.PrintFindings(bag.ToSorted());
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;

        byte[] Bytes(OutputFormat format)
        {
            using var bytes = new MemoryStream();
            using (var text = new StreamWriter(bytes) { NewLine = "\n" })
                render(text, format);
            return bytes.ToArray();
        }
    }

    /// <param name="answer">The exit code when every file could be written.</param>
    public static int Write(
        CliContext context,
        IReadOnlyList<OutputTarget> targets,
        Renderings renderings,
        int answer = ExitCodes.Done
    )
    {
        var written = Write(context, targets, renderings.In);
        return written == ExitCodes.Done ? answer : written;
    }

    /// <summary>For Markdown, or for a terminal with headers in capital letters.</summary>
    public static string Of(
        CliContext context,
        IReadOnlyList<string> headers,
        IEnumerable<IReadOnlyList<string>> rows,
        bool markdown
    ) =>
        markdown
            ? Markdown(headers, rows).ToString()
            : Text(context, [.. headers.Select(h => h.ToUpperInvariant())], rows);

    /// <summary>A table; where not even whole words fit side by side, the columns of a row stand below each other.</summary>
    public static string Text(
        CliContext context,
        IReadOnlyList<string> headers,
        IEnumerable<IReadOnlyList<string>> rows
    )
    {
        List<string[]> cells = [.. rows.Select(row => row.Select(Sanitize.Text).ToArray())];
        return TableWidths.Fit([headers, .. cells], context.Width) is { } widths
            ? Columns(headers, cells, widths, context.Width)
            : Stacked(headers, cells, context.Width);
    }

    private static string Columns(IReadOnlyList<string> headers, IEnumerable<string[]> rows, int[] widths, int width)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(text),
            }
        );
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        var table = new Table { Border = TableBorder.Minimal, ShowRowSeparators = false };
        foreach (var (header, columns) in headers.Zip(widths))
            table.AddColumn(new TableColumn(new Text(header)) { Width = Math.Max(1, columns) });
        foreach (var row in rows)
            table.AddRow(row.Select(cell => (Spectre.Console.Rendering.IRenderable)new Text(cell)));
        console.Write(table);
        return TrimLines(text.ToString());
    }

    /// <summary>Text is broken between words; what has none, such as an id, goes beyond the width.</summary>
    private static string Stacked(IReadOnlyList<string> headers, IEnumerable<string[]> rows, int width)
    {
        var text = new StringBuilder();
        var column = headers.Max(h => h.Length) + 2;
        foreach (var row in rows)
        {
            foreach (var (header, cell) in headers.Zip(row).Where(c => c.Second.Length > 0))
            {
                var lead = header;
                foreach (var line in cell.Split('\n').SelectMany(l => WordWrap.Of(l, width - column - 2)))
                {
                    text.Append("  ").Append(lead.PadRight(column)).Append(line).Append('\n');
                    lead = "";
                }
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    public static MarkdownText Markdown(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var line = MarkdownText.Concat(Enumerable.Repeat(MarkdownText.Of($"---|"), headers.Count));
        return MarkdownText.Concat([MarkdownRow(headers), MarkdownText.Of($"|{line}\n"), .. rows.Select(MarkdownRow)]);
    }

    private static MarkdownText MarkdownRow(IReadOnlyList<string> cells)
    {
        var row = MarkdownText.Concat(cells.Select(cell => MarkdownText.Of($" {cell} |")));
        return MarkdownText.Of($"|{row}\n");
    }

    /// <summary>What could harm a terminal or a spreadsheet is made visible first.</summary>
    public static string Csv(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', headers.Select(CsvText.Cell)).Append('\n');
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(CsvText.Cell)).Append('\n');
        return text.ToString();
    }

    private static string TrimLines(string text) =>
        string.Join('\n', text.Split('\n').Select(l => l.TrimEnd()).SkipWhile(l => l.Length == 0)).TrimEnd('\n') + "\n";
}
