using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Puts entries and requests together over time. An entry that was removed and had no request leaves no trace here.</summary>
public static class ReportExceptions
{
    private const int Months = 12;

    private static readonly string[] Steps = ["review", "implementation", "total"];

    /// <summary>Null with a report when configuration or requests cannot be read.</summary>
    public static ExceptionReport? Run(
        string configPath,
        DateOnly asOf,
        ImageUse use,
        IFileStore files,
        IGit? git,
        DiagnosticBag bag
    )
    {
        if (
            ReadCases.Run(configPath, asOf, files, git, bag) is not { } cases
            || bag.HasErrors
            || ExceptionSources.ReadProcess(files, bag) is not { } process
        )
            return null;
        var spans = cases
            .Select(Span)
            .Select(s =>
                s.WasInForce
                    ? s with
                    {
                        Use = use.Answer(s.Account, s.Start, s.End < asOf ? s.End : asOf.AddDays(1)),
                    }
                    : s
            )
            .OrderBy(s => s.State)
            .ThenBy(s =>
                s.State is SpanState.Ended or SpanState.Rejected
                    ? -(s.End?.DayNumber ?? 0)
                    : s.End?.DayNumber ?? int.MaxValue
            )
            .ThenBy(s => s.Account)
            .ThenBy(s => s.Ticket, StringComparer.Ordinal)
            .ToImmutableArray();
        ImmutableArray<OverdueStep> overdue =
        [
            .. cases
                .SelectMany(c => Overdue(c, asOf))
                .OrderBy(o => o.Limit.Due)
                .ThenBy(o => o.Ticket, StringComparer.Ordinal),
        ];
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

    private static ExceptionSpan Span(ExceptionOverview overview)
    {
        if (overview.Request is not { } status)
            return OfEntry(
                overview.Entry ?? throw new ArgumentException("neither entry nor request", nameof(overview))
            );
        var (request, exception) = (status.Case.Request, status.Case);
        var ends = overview.Ends;
        var state =
            overview.Entry is { } entry ? InForce(entry)
            : exception.End is not null ? SpanState.Ended
            : status.State == RequestState.Rejected && ends.IsEmpty ? SpanState.Rejected
            : SpanState.Waiting;
        return new ExceptionSpan(
            request.Account,
            request.Ticket,
            request.Type,
            request.RequestedBy,
            overview.Start,
            overview.End,
            state,
            ends.IsEmpty ? [] : ends[..^1],
            Note(overview, status),
            null
        );
    }

    private static ExceptionSpan OfEntry(ExceptionStatus entry)
    {
        var exception = entry.Exception;
        return new ExceptionSpan(
            exception.AccountId,
            exception.Ticket ?? "",
            exception.Type ?? "",
            exception.RequestedBy ?? "",
            exception.ApprovalDate,
            exception.ExpiresOn,
            InForce(entry),
            [],
            "",
            null
        );
    }

    private static SpanState InForce(ExceptionStatus entry) =>
        entry.State == ExceptionState.Expired ? SpanState.Expired : SpanState.Running;

    private static string Note(ExceptionOverview overview, CaseStatus status) =>
        status.Case.End is { } end ? end.EventName
        : status.State is RequestState.InReview or RequestState.Approved or RequestState.Rejected
            ? $"{(status.Newest.Part.Number > 0 ? $"{status.Newest.Part.Name} " : "")}{CaseStatus.StateNames[(int)status.State].Replace('_', ' ')}"
        : overview.Entry is null ? "not in the configuration"
        : "";

    private static IEnumerable<OverdueStep> Overdue(ExceptionOverview overview, DateOnly asOf) =>
        overview.Request is not { } status
            ? []
            : overview
                .Overdue(asOf)
                .Select(l => new OverdueStep(
                    status.Case.Ticket,
                    status.Case.Request.Account,
                    l,
                    status.Newest.Missing
                ));

    private static ImmutableArray<TeamShare> TeamsOf(ImmutableArray<ExceptionSpan> spans) =>
        [
            .. spans
                .GroupBy(s => s.Team)
                .Select(g => new TeamShare(
                    g.Key,
                    g.Count(s => s.State == SpanState.Expired),
                    g.Count(s => s.State == SpanState.Running),
                    g.Count(s => s.State == SpanState.Waiting),
                    g.Count(s => s.State == SpanState.Ended),
                    g.Where(s => s.WasInForce).Sum(s => s.Days ?? 0),
                    g.Where(s => s.State is SpanState.Running or SpanState.Expired).Min(s => s.End)
                ))
                .OrderByDescending(t => t.Expired + t.Running)
                .ThenByDescending(t => t.Days)
                .ThenBy(t => t.Team, StringComparer.Ordinal),
        ];

    /// <param name="offset">From the month of the report.</param>
    private static MonthOfExceptions Month(ImmutableArray<ExceptionSpan> spans, DateOnly asOf, int offset)
    {
        var first = new DateOnly(asOf.Year, asOf.Month, 1).AddMonths(offset);
        var (next, last) = (first.AddMonths(1), first.AddMonths(1).AddDays(-1));
        bool Within(DateOnly? day) => day >= first && day < next && day <= asOf;
        var inForce = spans.Where(s => s.WasInForce).ToList();
        return new MonthOfExceptions(
            first,
            inForce.Count(s => s.RunsOn(last < asOf ? last : asOf)),
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
        return
        [
            .. Steps.Select(step =>
            {
                var done = limits[step].Where(l => l.Done is not null).ToList();
                return new StepTimes(
                    step,
                    done.Count,
                    done.Count(l => l.Done > l.Due),
                    overdue.Count(o => o.Limit.Step == step),
                    done.Count == 0 ? null : done.Average(l => process.Calendar.Between(l.From, l.Done ?? l.From))
                );
            }),
        ];
    }
}
