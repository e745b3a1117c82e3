using System.Collections.Immutable;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Makes one span of each exception.</summary>
internal static class ExceptionSpans
{
    /// <summary>By state; the next end first, and of what is over the latest.</summary>
    public static ImmutableArray<ExceptionSpan> Of(
        ImmutableArray<ExceptionOverview> cases,
        ImageUse use,
        DateOnly asOf
    ) =>
        [
            .. cases
                .Select(Span)
                .Select(s => WithUse(s, use, asOf))
                .OrderBy(s => s.State)
                .ThenBy(Urgency)
                .ThenBy(s => s.Account)
                .ThenBy(s => s.Ticket, StringComparer.Ordinal),
        ];

    private static ExceptionSpan WithUse(ExceptionSpan span, ImageUse use, DateOnly asOf) =>
        span.WasInForce ? span with { Use = use.InForce(span.Account, span.Start, span.End, asOf) } : span;

    private static int Urgency(ExceptionSpan span) =>
        span.State is SpanState.Ended or SpanState.Rejected
            ? -(span.End?.DayNumber ?? 0)
            : span.End?.DayNumber ?? int.MaxValue;

    private static ExceptionSpan Span(ExceptionOverview overview) =>
        overview switch
        {
            { Request: { } status } => OfRequest(overview, status),
            { Entry: { } entry } => OfEntry(entry),
            _ => throw new ArgumentException("neither entry nor request", nameof(overview)),
        };

    private static ExceptionSpan OfRequest(ExceptionOverview overview, CaseStatus status)
    {
        var (request, ends) = (status.Case.Request, overview.Ends);
        return new ExceptionSpan(
            request.Account,
            request.Ticket,
            request.Type,
            request.RequestedBy,
            overview.Start,
            overview.End,
            State(overview, status),
            ends.IsEmpty ? [] : ends[..^1],
            Note(overview, status),
            null
        )
        {
            Assurance = status.Assurance,
            Approvals = [.. status.Parts.SelectMany(p => p.Approvals)],
        };
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

    private static SpanState State(ExceptionOverview overview, CaseStatus status)
    {
        if (overview.Entry is { } entry)
            return InForce(entry);
        if (status.Case.End is not null)
            return SpanState.Ended;
        return status.State == RequestState.Rejected && overview.Ends.IsEmpty ? SpanState.Rejected : SpanState.Waiting;
    }

    private static SpanState InForce(ExceptionStatus entry) =>
        entry.State == ExceptionState.Expired ? SpanState.Expired : SpanState.Running;

    private static string Note(ExceptionOverview overview, CaseStatus status)
    {
        if (status.Case.End is { } end)
            return end.EventName;
        if (status.State == RequestState.Implemented)
            return overview.Entry is null ? "not in the configuration" : "";
        var part = status.Newest.Part;
        return part.IsExtension ? $"{part.Name} {status.State.Words()}" : status.State.Words();
    }
}
