using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <param name="Step">Of the service levels.</param>
/// <param name="Due">The last day (UTC) in time.</param>
/// <param name="Done">The day (UTC); left out while it is not.</param>
/// <param name="Overdue">It is late.</param>
public sealed record TimeLimitPart(
    [OneOf("review", "implementation", "total")] string Step,
    DateOnly Due,
    DateOnly? Done,
    bool Overdue
)
{
    public static ImmutableArray<TimeLimitPart> Of(ImmutableArray<TimeLimit> limits, DateOnly day) =>
        [.. limits.Select(l => new TimeLimitPart(l.Step, l.Due, l.Done, l.IsOverdue(day)))];
}
