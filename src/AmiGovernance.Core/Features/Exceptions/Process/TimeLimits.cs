using System.Collections.Immutable;
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
internal static class TimeLimits
{
    private const string Review = "review";
    private const string Implementation = "implementation";
    private const string Total = "total";

    public static readonly ImmutableArray<string> Steps = [Review, Implementation, Total];

    /// <param name="implementation">Null while the configuration does not have it.</param>
    public static IEnumerable<TimeLimit> Of(PartStatus status, RequestRecord? implementation, ExceptionProcess process)
    {
        var (levels, requested) = (process.ServiceLevels, status.Part.RequestedAt.Day());
        var implemented = implementation?.At.Day();
        TimeLimit Limit(string step, DateOnly from, int days, DateOnly? done) =>
            new(step, from, process.Calendar.Add(from, days), done);

        yield return Limit(Review, requested, levels.Review, status.FirstDecisionAt?.Day() ?? implemented);

        // A rejection ends the request: nothing else is waited for.
        if (status.Rejection is not null)
            yield break;

        if (status.ApprovedAt is { } approved)
            yield return Limit(Implementation, approved.Day(), levels.Implementation, implemented);
        yield return Limit(Total, requested, levels.Total, implemented);
    }
}
