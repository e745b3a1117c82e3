using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Charts;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The report on exceptions as a page.</summary>
internal static class ExceptionReportPage
{
    private static readonly Legend[] Kinds =
    [
        new("running", "runs"),
        new("running more", "added by extensions"),
        new("expired", "past its end, still in the configuration"),
        new("waiting", "approved, not yet in the configuration"),
        new("ended", "over"),
    ];

    public static Page Of(ExceptionReport report)
    {
        ImmutableArray<string> notLookedAt = report.LookedAt.IsEmpty ? [.. ReportSummary.Use(report)] : [];
        return new Page("AMI exceptions")
        {
            About =
            [
                $"as of {report.AsOf.Text()} (UTC)",
                "an exception ends at 00:00 UTC of the day that stands under “until”",
            ],
            Figures = [.. Figures(report)],
            Sections = [.. Sections(report, notLookedAt)],
            NotLookedAt = notLookedAt,
        };
    }

    public static IEnumerable<Figure> Figures(ExceptionReport report)
    {
        yield return Count(report.Count(SpanState.Running), "running", Tone.None);
        yield return Count(report.Count(SpanState.Expired), "past their end", Tone.Bad);
        yield return Count(report.Count(SpanState.Waiting), "waiting", Tone.None);
        yield return Count(report.Overdue.Length, "steps overdue", Tone.Bad, "overdue");
        yield return new Figure(
            report.AverageDays?.ToString("0.#", CultureInfo.InvariantCulture) ?? "–",
            "days on average"
        );
        yield return Count(report.ExtendedMoreThanOnce.Count(), "extended more than once", Tone.Warning);
        yield return report.LookedAt.IsEmpty
            ? new Figure("?", "never used: not checked", Tone.Unknown)
            : Count(report.InForceWith(UseState.Unused).Count(), "never used", Tone.Warning);
    }

    private static Figure Count(int value, string label, Tone tone, string list = "who-has-what-until-when") =>
        new(
            Cell.Of(value).Text,
            label,
            value == 0 ? Tone.None : tone,
            // Without rows there is no list.
            value == 0
                ? null
                : list
        );

    /// <param name="report">All of it.</param>
    /// <param name="known">What stands on the page already.</param>
    public static IEnumerable<Section> Sections(ExceptionReport report, params IEnumerable<string> known)
    {
        yield return new Section("summary", "Summary")
        {
            // The first is what the figures show.
            Blocks = [new Points([.. ReportSummary.Lines(report).Skip(1).Except(known).Select(line => (Cell)line)])],
        };
        if (TimelineSection(report) is { } timeline)
            yield return timeline;
        foreach (var section in ExceptionReportTables.Sections(report))
            yield return PageTables
                .Section(section.Title, section.Headers, section.Rows, Drawing(report, section))
                .Each(b => b is Table table ? table.Led(First) : b);
    }

    private static readonly string[] First = ["account", "ticket", "team", "from", "until", "state", "approved by"];

    private static Drawing? Drawing(ExceptionReport report, ReportSection section) =>
        section.Title != ExceptionReportTables.ByMonth
            ? null
            : StackedBars.Draw(
                "Exceptions in force at the end of each month",
                [
                    .. report.Months.Select(m => new StackedBar(
                        ReportCells.Month(m),
                        Told(m),
                        new BarPart("running", m.Running)
                    )),
                ]
            );

    private static string Told(MonthOfExceptions month) =>
        $"{ReportCells.Month(month)}: {month.Running} in force, {month.Started} started, {month.Ended} ended";

    /// <summary>Null when there is nothing to draw.</summary>
    public static Section? TimelineSection(ExceptionReport report) =>
        Timeline(report) is { } timeline ? new Section("timeline", "Timeline") { Blocks = [timeline] } : null;

    private static Drawing? Timeline(ExceptionReport report) =>
        Console.Charts.Timeline.Draw(
            "Exceptions over time",
            report.AsOf,
            report.Spans.Where(s => s.Days > 0).Select(Row).OfType<TimelineRow>(),
            Kinds
        );

    private static TimelineRow? Row(ExceptionSpan span)
    {
        if (span is not { Start: { } start, End: { } end })
            return null;
        var kind = span.State == SpanState.Rejected ? "ended" : ReportCells.StateName(span.State);
        var first = span.EarlierEnds is [var earliest, ..] && earliest < end ? earliest : end;
        var name = $"{span.Account} {span.Ticket}";
        var bar = new TimelineBar(kind, start, first);
        var approved = $"approved by {ReportCells.ApprovedBy(span)}";
        var title = $"{name}: {start.Text()} to {end.Text()}, {span.Team}; {approved}";
        TimelineBar[] bars = first < end ? [bar, new TimelineBar($"{kind} more", first, end)] : [bar];
        return new TimelineRow(name, title, bars) { Note = approved };
    }
}
