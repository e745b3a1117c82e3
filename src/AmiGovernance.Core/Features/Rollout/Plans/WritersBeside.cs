using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>Other writers that come near what a plan changes.</summary>
/// <param name="Found">On a target of ours, or at a policy that is ours or would be taken over.</param>
/// <param name="NotRead">What could not be looked at, and why.</param>
public sealed record WritersBeside(ImmutableArray<FoundWriter> Found, ImmutableArray<string> NotRead)
{
    /// <summary>Nobody is waited for where a plan does nothing.</summary>
    /// <param name="plan">Made of the organization as it is.</param>
    /// <param name="planned">The organization, and what it should have.</param>
    /// <param name="history">Who changed policies.</param>
    public static async Task<WritersBeside> Of(Plan plan, PlannedDeployment planned, AskedHistory history)
    {
        if (plan.IsEmpty)
            return new WritersBeside([], []);
        var (observed, ours) = (planned.Observed, new OurPolicies(planned.Observed, planned.Desired));
        var calls = await history.Answer();
        var found = new FindOtherWriters(
            SeenPolicy.Of(observed),
            observed.TrustedServices ?? [],
            calls,
            new OurPart(
                ours.All.Select(p => p.Id).ToHashSet(StringComparer.Ordinal),
                [.. planned.Desired.TargetsIn(observed)]
            )
        ).Run();
        return new WritersBeside([.. found.Where(w => w.TouchesOurs)], calls.Gaps);
    }
}
