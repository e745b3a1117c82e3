using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>Finds a run towards the same state that passed its gates and did not end.</summary>
internal static class UnfinishedPromotion
{
    /// <summary>The entries since the run began; empty when there is none to go on with.</summary>
    /// <param name="log">The deployment record.</param>
    /// <param name="observed">The organization as it was read.</param>
    /// <param name="states">What this promotion wants.</param>
    public static ImmutableArray<DeploymentEntry> Find(DeploymentLog log, Organization observed, PromotionStates states)
    {
        if (log.UnfinishedStart is not { } start)
            return [];
        return PassedItsGates(log, start) && WantsTheSame(start, observed, states) ? log.Unfinished : [];
    }

    private static bool PassedItsGates(DeploymentLog log, DeploymentEntry start)
    {
        var passed = log
            .Unfinished.Where(e => e.Deployment == start.Deployment)
            .Where(e => e.Event is DeploymentEvent.Passed or DeploymentEvent.Overridden)
            .Select(e => e.Detail)
            .ToHashSet(StringComparer.Ordinal);
        return GateNames.Ids.All(passed.Contains);
    }

    private static bool WantsTheSame(DeploymentEntry start, Organization observed, PromotionStates states)
    {
        var before = RecordedPolicy.PutBack(observed, start.Before);
        if (Planner.Plan(before, states.Wanted(before), adopt: false).Plan is not { } plan)
            return false;
        var mode = plan.ModeAfter?.Name() ?? "";
        return mode == start.Mode && plan.Stages.SequenceEqual(start.Stages);
    }
}
