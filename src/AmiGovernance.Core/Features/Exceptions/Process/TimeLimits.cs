using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <summary>A step of a request and the day by which it must be done.</summary>
/// <param name="From">The day on which its time starts, which is not counted.</param>
/// <param name="Done">Null while it is not.</param>
public sealed record TimeLimit(string Step, DateOnly From, DateOnly Due, DateOnly? Done)
{
    /// <summary>A step is late from the day after <see cref="Due"/> on, until it is done.</summary>
    public bool IsOverdue(DateOnly asOf) => Done is null && asOf > Due;
}

/// <summary>The service levels of one request or extension.</summary>
public static class TimeLimits
{
    public static IEnumerable<TimeLimit> Of(PartStatus status, RequestRecord? implementation, ExceptionProcess process)
    {
        var (levels, calendar, requested) = (process.ServiceLevels, process.Calendar, status.Part.RequestedAt.Day());
        // A rejection ends the request: nothing else is waited for.
        yield return new TimeLimit(
            "review",
            requested,
            calendar.Add(requested, levels.Review),
            (status.FirstDecisionAt ?? implementation?.At)?.Day()
        );
        if (status.Rejection is not null)
            yield break;
        if (status.ApprovedAt is { } approved)
            yield return new TimeLimit(
                "implementation",
                approved.Day(),
                calendar.Add(approved.Day(), levels.Implementation),
                implementation?.At.Day()
            );
        yield return new TimeLimit("total", requested, calendar.Add(requested, levels.Total), implementation?.At.Day());
    }
}
