using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>An exception as it stands: its entry in the configuration, its request, or both.</summary>
/// <param name="Entry">Null while the configuration has none, or none any more.</param>
/// <param name="Request">Null for an entry that was made without a request.</param>
public sealed record ExceptionOverview(ExceptionStatus? Entry, CaseStatus? Request, ImmutableArray<TimeLimit> Limits)
{
    /// <summary>The ends that were put into the configuration, as the request's records say; each extension moved the one before.</summary>
    public ImmutableArray<DateOnly> Ends =>
        [
            .. (Request?.Case.Records ?? [])
                .Where(r => r.Record.Event == RequestEvent.Implemented)
                .Select(r => r.Record.ExpiresOn)
                .OfType<DateOnly>(),
        ];

    /// <summary>The day of the last approval that was needed; null while there is none.</summary>
    public DateOnly? Start => Request?.Parts[0].ApprovedAt?.Day() ?? Entry?.Exception.ApprovalDate;

    /// <summary>
    /// The first day without it: the end that is approved, or the day on which it was revoked. Null while nothing is approved.
    /// </summary>
    public DateOnly? End
    {
        get
        {
            var planned = PlannedEnd;
            return Request?.Case.End is { Event: RequestEvent.Revoked } revoked && revoked.At.Day() < planned
                ? revoked.At.Day()
                : planned;
        }
    }

    /// <summary>The end that it had; null where it may still run, or was never in force.</summary>
    public DateOnly? EndBefore => Request?.State == RequestState.Ended ? End : null;

    /// <summary>Whether it is still of interest: in the configuration, or waited for.</summary>
    public bool IsOpen => Entry is not null || Request?.State.IsWaiting() == true;

    public IEnumerable<TimeLimit> Overdue(DateOnly asOf) => Limits.Where(l => l.IsOverdue(asOf));

    private DateOnly? PlannedEnd
    {
        get
        {
            if (Entry is not null)
                return Entry.Exception.ExpiresOn;
            var ends = Ends;
            return ends.IsEmpty ? Request?.ApprovedEnd : ends[^1];
        }
    }
}
