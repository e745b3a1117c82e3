using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Exceptions, and requests for them.</summary>
/// <param name="AsOf">The day (UTC).</param>
/// <param name="Exceptions">The next end first, then requests.</param>
/// <param name="NotRead">Files that could not be read, or not whole: what they hold is missing above.</param>
public sealed record ExceptionListDocument(
    DateOnly AsOf,
    ImmutableArray<ListedExceptionPart> Exceptions,
    ImmutableArray<string> NotRead
) : ReportDocument
{
    public static ExceptionListDocument Of(CaseList shown, DateOnly day) =>
        new(day, [.. shown.Rows.Select(row => ListedExceptionPart.Of(row, day))], shown.NotRead);
}

/// <param name="AccountId">Whose images are allowed, or shall be.</param>
/// <param name="State">Of the entry in the configuration, or of the request where there is none.</param>
/// <param name="ExpiresOn">The first day (UTC) without it.</param>
/// <param name="DaysLeft">0 or less when it has ended.</param>
/// <param name="TotalDays">From approval to end.</param>
/// <param name="Type">Of exception.</param>
/// <param name="Ticket">Where it is worked on.</param>
/// <param name="Reason">Why.</param>
/// <param name="RequestedBy">The team.</param>
/// <param name="Request">What was asked for; left out for an entry without a request.</param>
public sealed record ListedExceptionPart(
    string AccountId,
    [OneOf<RequestState>("active", "expiring", "expired")] string State,
    DateOnly? ExpiresOn,
    int? DaysLeft,
    int? TotalDays,
    string? Type,
    string? Ticket,
    string? Reason,
    string? RequestedBy,
    ListedRequestPart? Request
)
{
    internal static ListedExceptionPart Of(ExceptionOverview row, DateOnly day)
    {
        var request = row.Request is { } status ? ListedRequestPart.Of(status, row, day) : null;
        return row.Entry is { } entry ? Of(entry, request) : Of(row.Request!, row.EndBefore, request);
    }

    private static ListedExceptionPart Of(ExceptionStatus status, ListedRequestPart? request)
    {
        var entry = status.Exception;
        return new ListedExceptionPart(
            entry.AccountId.Value,
            status.State.Name(),
            entry.ExpiresOn,
            status.DaysLeft,
            status.TotalDays,
            entry.Type,
            entry.Ticket,
            entry.Reason,
            entry.RequestedBy,
            request
        );
    }

    private static ListedExceptionPart Of(CaseStatus status, DateOnly? end, ListedRequestPart? request)
    {
        var asked = status.Case.Request;
        return new ListedExceptionPart(
            asked.Account.Value,
            status.State.Name(),
            ExpiresOn: end,
            DaysLeft: null,
            TotalDays: null,
            asked.Type,
            asked.Ticket,
            asked.BusinessJustification,
            asked.RequestedBy,
            request
        );
    }
}

/// <param name="State">Of its newest part.</param>
/// <param name="Extension">The number of the newest part; 0 for the request itself.</param>
/// <param name="DurationDays">Of the newest part, from the last approval.</param>
/// <param name="ApprovedUntil">The end that follows from the approvals.</param>
/// <param name="MissingApprovals">Roles.</param>
/// <param name="TimeLimits">Of the service levels.</param>
public sealed record ListedRequestPart(
    [OneOf<RequestState>] string State,
    int Extension,
    int DurationDays,
    DateOnly? ApprovedUntil,
    ImmutableArray<string> MissingApprovals,
    ImmutableArray<TimeLimitPart> TimeLimits
)
{
    internal static ListedRequestPart Of(CaseStatus status, ExceptionOverview row, DateOnly day) =>
        new(
            status.State.Name(),
            status.Newest.Part.Number,
            status.Newest.Part.DurationDays,
            status.ApprovedEnd,
            status.Newest.Missing,
            TimeLimitPart.Of(row.Limits, day)
        );
}
