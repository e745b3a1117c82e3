using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Puts entries and requests together over time. An entry that was removed and had no request leaves no trace here.</summary>
public static class ReportExceptions
{
    private const int Months = 12;

    /// <summary>Null with a report when configuration or requests cannot be read.</summary>
    /// <param name="configPath">The configuration's.</param>
    /// <param name="asOf">The day to look at, in UTC.</param>
    /// <param name="use">What is known of launches.</param>
    /// <param name="files">The working folder.</param>
    /// <param name="git">Null where there is no repository to ask.</param>
    /// <param name="bag">Takes what is wrong with the files.</param>
    public static ExceptionReport? Run(
        string configPath,
        DateOnly asOf,
        ImageUse use,
        IFileStore files,
        ICommitReader? git,
        DiagnosticBag bag
    )
    {
        if (
            ReadCases.Run(configPath, asOf, files, git, bag) is not { Rows: var cases }
            || bag.HasErrors
            || ExceptionSources.ReadProcess(files, bag) is not { } process
        )
            return null;

        var spans = ExceptionSpans.Of(cases, use, asOf);
        var overdue = Overdue(cases, asOf);
        return new ExceptionReport(
            asOf,
            spans,
            TeamsOf(spans),
            [.. Enumerable.Range(1 - Months, Months).Select(i => Month(spans, asOf, i))],
            StepsOf(cases, process, overdue),
            overdue,
            [.. use.Sources.Select(s => s.Text)]
        );
    }

    private static ImmutableArray<OverdueStep> Overdue(ImmutableArray<ExceptionOverview> cases, DateOnly asOf)
    {
        var late = cases.SelectMany(c => c.Request is { } status ? Overdue(status, c.Overdue(asOf)) : []);
        return [.. late.OrderBy(o => o.Limit.Due).ThenBy(o => o.Ticket, StringComparer.Ordinal)];
    }

    private static IEnumerable<OverdueStep> Overdue(CaseStatus status, IEnumerable<TimeLimit> limits) =>
        limits.Select(l => new OverdueStep(status.Case.Ticket, status.Case.Request.Account, l, status.Newest.Missing));

    private static ImmutableArray<TeamShare> TeamsOf(ImmutableArray<ExceptionSpan> spans) =>
        [
            .. spans
                .GroupBy(s => s.Team)
                .Select(g => TeamOf(g.Key, [.. g]))
                .OrderByDescending(t => t.Expired + t.Running)
                .ThenByDescending(t => t.Days)
                .ThenBy(t => t.Team, StringComparer.Ordinal),
        ];

    private static TeamShare TeamOf(string team, IReadOnlyCollection<ExceptionSpan> spans)
    {
        int Count(SpanState state) => spans.Count(s => s.State == state);
        return new TeamShare(
            team,
            Count(SpanState.Expired),
            Count(SpanState.Running),
            Count(SpanState.Waiting),
            Count(SpanState.Ended),
            spans.Where(s => s.WasInForce).Sum(s => s.Days ?? 0),
            spans.Where(s => s.IsEntered).Min(s => s.End)
        );
    }

    /// <param name="offset">From the month of the report.</param>
    private static MonthOfExceptions Month(ImmutableArray<ExceptionSpan> spans, DateOnly asOf, int offset)
    {
        var first = new DateOnly(asOf.Year, asOf.Month, 1).AddMonths(offset);
        var next = first.AddMonths(1);
        var last = new[] { next.AddDays(-1), asOf }.Min();
        bool Within(DateOnly? day) => day >= first && day < next && day <= asOf;

        var inForce = spans.Where(s => s.WasInForce).ToList();
        return new MonthOfExceptions(
            first,
            inForce.Count(s => s.RunsOn(last)),
            inForce.Count(s => Within(s.Start)),
            inForce.Count(s => Within(s.End))
        );
    }

    private static ImmutableArray<StepTimes> StepsOf(
        ImmutableArray<ExceptionOverview> cases,
        ExceptionProcess process,
        ImmutableArray<OverdueStep> overdue
    )
    {
        var limits = cases
            .Select(c => c.Request)
            .OfType<CaseStatus>()
            .SelectMany(s => s.Parts.SelectMany(p => TimeLimits.Of(p, s.Case.Implementation(p.Part), process)))
            .ToLookup(l => l.Step);
        return [.. TimeLimits.Steps.Select(step => StepOf(step, limits[step], process, overdue))];
    }

    private static StepTimes StepOf(
        string step,
        IEnumerable<TimeLimit> limits,
        ExceptionProcess process,
        ImmutableArray<OverdueStep> overdue
    )
    {
        var done = limits.Where(l => l.Done is not null).ToList();
        return new StepTimes(
            step,
            done.Count,
            done.Count(l => l.Done > l.Due),
            overdue.Count(o => o.Limit.Step == step),
            done.Average(l => (double?)process.Calendar.Between(l.From, l.Done ?? l.From))
        );
    }
}
