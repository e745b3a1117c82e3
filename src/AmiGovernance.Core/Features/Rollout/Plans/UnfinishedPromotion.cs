using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>
/// Finds a run towards the same state that passed its gates and did not end. It is gone on with only where the organization is as the run
/// left it: what somebody did since then, such as an emergency rollback that the record lacks, is not passed over by gates of before.
/// </summary>
internal static class UnfinishedPromotion
{
    /// <summary>The entries since the run began; empty when there is none to go on with.</summary>
    /// <param name="log">The deployment record.</param>
    /// <param name="observed">The organization as it was read.</param>
    /// <param name="states">What this promotion wants.</param>
    public static ImmutableArray<DeploymentEntry> Find(DeploymentLog log, Organization observed, PromotionStates states)
    {
        if (log.UnfinishedStart is not { } start || !PassedItsGates(log, start))
            return [];
        var before = RecordedPolicy.PutBack(observed, start.Before);
        if (Planner.Plan(before, states.Wanted(before), adopt: false).Plan is not { } plan)
            return [];
        return BringsTheSame(plan, start) && IsAsLeft(plan, before, log.LastKnown(observed), observed)
            ? log.Unfinished
            : [];
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

    private static bool BringsTheSame(Plan plan, DeploymentEntry start)
    {
        var mode = plan.ModeAfter?.Name() ?? "";
        return mode == start.Mode && plan.Stages.SequenceEqual(start.Stages);
    }

    /// <summary>The record may lack the last call and no other: a run can be killed between a call and its entry.</summary>
    /// <param name="plan">The calls of the promotion.</param>
    /// <param name="before">The organization before the first of them.</param>
    /// <param name="left">The organization as the record knows it.</param>
    /// <param name="observed">The organization as it is.</param>
    private static bool IsAsLeft(Plan plan, Organization before, Organization left, Organization observed)
    {
        var (recorded, found) = (Shape(left), Shape(observed));
        // As before the first call nothing is begun, or all of it was taken back: there is nothing to go on with.
        if (found == Shape(before))
            return false;
        if (recorded == found)
            return true;
        var moments = Moments(plan, before).Select(Shape).ToList();
        return moments.Zip(moments.Skip(1)).Any(pair => pair.First == recorded && pair.Second == found);
    }

    private static IEnumerable<Organization> Moments(Plan plan, Organization before)
    {
        yield return before;
        foreach (var step in plan.Steps)
            yield return before = step.ApplyTo(before);
    }

    /// <summary>Our policies and where they stand, whatever their ids and the order of attachment.</summary>
    private static string Shape(Organization organization)
    {
        var ours = organization.Policies.Where(OurPolicies.IsManaged).Select(policy => Shape(policy, organization));
        return string.Join('\n', ours.Order(StringComparer.Ordinal));
    }

    private static string Shape(OrganizationPolicy policy, Organization organization)
    {
        var targets = organization.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId);
        var sorted = string.Join(',', targets.Order(StringComparer.Ordinal));
        return $"{policy.Type} {policy.Name} {sorted} {policy.Content}";
    }
}
