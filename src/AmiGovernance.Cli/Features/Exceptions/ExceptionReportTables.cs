using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The report on exceptions as text and Markdown, and the cells for all formats.</summary>
internal static class ExceptionReportTables
{
    public static readonly string[] SpanHeaders =
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
    ];

    /// <summary>Of those, the ones that fit into a terminal.</summary>
    private static readonly int[] Narrow = [0, 1, 3, 4, 5, 6, 7, 8, 9];

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

    public sealed record Section(string Title, string[] Headers, IReadOnlyList<string[]> Rows);

    /// <summary>Those that have rows.</summary>
    public static IEnumerable<Section> Sections(ExceptionReport report) =>
        new[]
        {
            new Section("Who has what until when", SpanHeaders, [.. report.Spans.Select(Cells)]),
            new Section("Overdue", OverdueHeaders, [.. report.Overdue.Select(o => Cells(o, report.AsOf))]),
            new Section("By team", TeamHeaders, report.Spans.IsEmpty ? [] : [.. report.Teams.Select(Cells)]),
            // What lies before the first exception says nothing.
            new Section(
                "By month",
                MonthHeaders,
                [.. report.Months.SkipWhile(m => m is { Running: 0, Started: 0, Ended: 0 }).Select(Cells)]
            ),
            new Section(
                "Service levels",
                StepHeaders,
                report.Steps.All(s => s is { Done: 0, Overdue: 0 }) ? [] : [.. report.Steps.Select(Cells)]
            ),
        }.Where(s => s.Rows.Count > 0);

    public static string Text(CliContext context, ExceptionReport report)
    {
        var text = new StringBuilder($"AMI exceptions as of {report.AsOf.Text()}\n");
        foreach (var line in Summary(report))
            text.Append("  ").Append(AmiGovernance.Core.Base.Text.Visible.Text(line)).Append('\n');
        foreach (var section in Sections(report))
        {
            int[] columns = section.Headers == SpanHeaders ? Narrow : [.. Enumerable.Range(0, section.Headers.Length)];
            text.Append('\n')
                .Append(section.Title.ToUpperInvariant())
                .Append('\n')
                .Append(
                    TableOutput.Text(
                        context,
                        [.. columns.Select(i => section.Headers[i].ToUpperInvariant())],
                        section.Rows.Select(r => (string[])[.. columns.Select(i => r[i])])
                    )
                );
        }
        return text.ToString();
    }

    public static string Markdown(ExceptionReport report)
    {
        var text = new StringBuilder($"# AMI exceptions as of {report.AsOf.Text()}\n\n");
        foreach (var line in Summary(report))
            text.Append("- ").Append(AmiGovernance.Cli.Shell.Markdown.Escape(line)).Append('\n');
        foreach (var section in Sections(report))
            text.Append($"\n## {section.Title}\n\n").Append(TableOutput.Markdown(section.Headers, section.Rows));
        return text.ToString();
    }

    /// <summary>One line for each thing to know.</summary>
    public static IEnumerable<string> Summary(ExceptionReport report)
    {
        yield return string.Join(
            ", ",
            Enum.GetValues<SpanState>()
                .Select(s => string.Create(CultureInfo.InvariantCulture, $"{report.Count(s)} {StateName(s)}"))
        );
        if (report.AverageDays is { } average)
            yield return string.Create(CultureInfo.InvariantCulture, $"on average {average:0.#} days long");
        if (!report.Overdue.IsEmpty)
            yield return $"overdue: {Names(report.Overdue.Select(o => o.Ticket).Distinct())}";
        if (report.ExtendedMoreThanOnce.Any())
            yield return $"extended more than once: {Names(report.ExtendedMoreThanOnce.Select(s => s.Name))}";
        if (report.LookedAt.IsEmpty)
        {
            yield return "use of the images: not looked; `--trail` names what `amigov trail scan` wrote, `--db` the inventory";
            yield break;
        }
        var (never, notSeen) = (
            report.InForceWith(UseState.Unused).ToList(),
            report.InForceWith(UseState.NotSeen).ToList()
        );
        if (never.Count > 0)
            yield return $"never used: {Names(never.Select(s => s.Name))}";
        if (notSeen.Count > 0)
            yield return $"no use seen, but not all was looked at: {Names(notSeen.Select(s => s.Name))}";
        if (never.Count + notSeen.Count == 0 && report.InForceWith(UseState.Used).Any())
            yield return "all were used";
        foreach (var source in report.LookedAt)
            yield return $"looked at: {source}";
    }

    public static string StateName(SpanState state) => state.ToString().ToLowerInvariant();

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);

    public static string[] Cells(ExceptionSpan span) =>
        [
            span.Account.Value,
            span.Ticket,
            span.Type,
            span.Team,
            span.Start?.Text() ?? "",
            span.End?.Text() ?? "",
            span.Days is { } days ? Number(days) : "",
            span.EarlierEnds.IsEmpty ? "" : $"{Number(span.EarlierEnds.Length)} ×",
            span.State is SpanState.Running or SpanState.Expired && span.Note.Length > 0
                ? $"{StateName(span.State)}; {span.Note}"
            : span.Note.Length > 0 ? span.Note
            : StateName(span.State),
            span.Use is { } use ? UseText.Launches(use) : "",
            span.Use?.Last?.Text() ?? "",
        ];

    private static string[] Cells(OverdueStep step, DateOnly asOf) =>
        [
            step.Ticket,
            step.Account.Value,
            step.Limit.Step,
            step.Limit.Due.Text(),
            Number(asOf.DayNumber - step.Limit.Due.DayNumber),
            step.WaitsFor.IsEmpty ? "the platform team" : string.Join(", ", step.WaitsFor),
        ];

    private static string[] Cells(TeamShare team) =>
        [
            team.Team.Length > 0 ? team.Team : "(not named)",
            Number(team.Expired),
            Number(team.Running),
            Number(team.Waiting),
            Number(team.Ended),
            Number(team.Days),
            team.NextEnd?.Text() ?? "",
        ];

    private static string[] Cells(MonthOfExceptions month) =>
        [Month(month), Number(month.Running), Number(month.Started), Number(month.Ended)];

    public static string Month(MonthOfExceptions month) =>
        month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string[] Cells(StepTimes step) =>
        [
            step.Step,
            Number(step.Done),
            Number(step.Late),
            Number(step.Overdue),
            step.AverageBusinessDays?.ToString("0.#", CultureInfo.InvariantCulture) ?? "",
        ];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
