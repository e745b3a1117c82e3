using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>A table of the report.</summary>
internal sealed record ReportSection(string Title, string[] Headers, IReadOnlyList<string[]> Rows);

/// <summary>The report on exceptions as text, Markdown and CSV, and the tables for HTML.</summary>
internal static class ExceptionReportTables
{
    public const string ByMonth = "By month";

    private static readonly string[] SpanHeaders =
    [
        "account",
        "ticket",
        "type",
        "team",
        "from",
        "until",
        "days",
        "extended",
        "state",
        "launches",
        "last launch",
        "assurance",
        "approved by",
    ];

    /// <summary>Of those, the ones that fit into a terminal.</summary>
    private static readonly int[] Narrow = [0, 1, 3, 4, 5, 6, 8, 9, 11];

    private static readonly string[] OverdueHeaders = ["ticket", "account", "step", "due", "days late", "waits for"];

    private static readonly string[] TeamHeaders =
    [
        "team",
        "expired",
        "running",
        "waiting",
        "ended",
        "days in all",
        "next end",
    ];

    private static readonly string[] MonthHeaders = ["month", "running at its end", "started", "ended"];

    private static readonly string[] StepHeaders =
    [
        "step",
        "done",
        "of them late",
        "overdue now",
        "business days on average",
    ];

    /// <summary>Those that have rows.</summary>
    public static IEnumerable<ReportSection> Sections(ExceptionReport report)
    {
        var teams = report.Spans.IsEmpty ? [] : report.Teams;
        // What lies before the first exception says nothing.
        var months = report.Months.SkipWhile(m => m is { Running: 0, Started: 0, Ended: 0 });
        var steps = report.Steps.All(s => s is { Done: 0, Overdue: 0 }) ? [] : report.Steps;
        ReportSection[] all =
        [
            new("Who has what until when", SpanHeaders, [.. report.Spans.Select(ReportCells.Of)]),
            new("Overdue", OverdueHeaders, [.. report.Overdue.Select(o => ReportCells.Of(o, report.AsOf))]),
            new("By team", TeamHeaders, [.. teams.Select(ReportCells.Of)]),
            new(ByMonth, MonthHeaders, [.. months.Select(ReportCells.Of)]),
            new("Service levels", StepHeaders, [.. steps.Select(ReportCells.Of)]),
        ];
        return all.Where(s => s.Rows.Count > 0);
    }

    public static string Text(CliContext context, ExceptionReport report)
    {
        var text = new StringBuilder($"AMI exceptions as of {report.AsOf.Text()}\n");
        foreach (var line in ReportSummary.Lines(report))
            text.Append("  ").Append(Sanitize.Text(line)).Append('\n');
        foreach (var section in Sections(report))
            text.Append($"\n{section.Title.ToUpperInvariant()}\n").Append(Table(context, section));
        return text.ToString();
    }

    public static MarkdownText Markdown(ExceptionReport report)
    {
        var lines = ReportSummary.Lines(report).Select(line => MarkdownText.Of($"- {line}\n"));
        var sections = Sections(report)
            .Select(s => MarkdownText.Of($"\n## {s.Title}\n\n{TableOutput.Markdown(s.Headers, s.Rows)}"));
        var head = MarkdownText.Of($"# AMI exceptions as of {report.AsOf.Text()}\n\n");
        return MarkdownText.Concat([head, .. lines, .. sections]);
    }

    public static string Csv(ExceptionReport report) =>
        TableOutput.Csv(SpanHeaders, report.Spans.Select(ReportCells.Of));

    private static string Table(CliContext context, ReportSection section)
    {
        int[] columns = section.Headers == SpanHeaders ? Narrow : [.. Enumerable.Range(0, section.Headers.Length)];
        return TableOutput.Text(
            context,
            [.. columns.Select(i => section.Headers[i].ToUpperInvariant())],
            section.Rows.Select(row => (string[])[.. columns.Select(i => row[i])])
        );
    }
}
