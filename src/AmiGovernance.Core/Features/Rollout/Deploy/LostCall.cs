using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>The call that was in flight when a run broke off, which came through and is not in the record.</summary>
internal static class LostCall
{
    /// <summary>
    /// Null when there is none. A run makes one call after the other: where more than one lies between the record and the organization,
    /// somebody else was at work, and nothing is said of who did what.
    /// </summary>
    /// <param name="log">The record.</param>
    /// <param name="observed">The organization as it was read.</param>
    public static PlanStep? Find(DeploymentLog log, Organization observed)
    {
        if (log.LastUnfinishedStart is null)
            return null;
        var left = log.LastKnown(observed);
        var ours = observed.Policies.Where(OurPolicies.IsManaged).ToList();
        var changed = ours.SelectMany(now => Changes(OurPolicies.Same(now, left.Policies), now, left, observed));
        var gone = left
            .Policies.Where(then => OurPolicies.Same(then, ours) is null)
            .SelectMany(then =>
                Detached(then, left, [])
                    .Append(Step(StepCall.DeletePolicy, then) with { PreviousContent = then.Content })
            );
        return changed.Concat(gone).Take(2).ToList() is [var only] && WasInFlight(only, log.Entries[^1]) ? only : null;
    }

    /// <summary>A run that could still say how it failed names the call, if there was one.</summary>
    private static bool WasInFlight(PlanStep found, DeploymentEntry last) =>
        last.Event != DeploymentEvent.Failed || last.Step?.Text == found.Text;

    private static IEnumerable<PlanStep> Changes(
        OrganizationPolicy? then,
        OrganizationPolicy now,
        Organization left,
        Organization observed
    )
    {
        var targets = Targets(now, observed);
        if (then is null)
            return
            [
                Step(StepCall.CreatePolicy, now) with
                {
                    Content = now.Content,
                    Description = now.Description,
                    Tags = now.Tags.Remove(DeploymentMark.TagKey),
                },
                .. Attached(now, targets),
            ];
        return
        [
            .. Updated(then, now),
            .. Attached(now, targets.Except(Targets(then, left))),
            .. Detached(then, left, targets),
        ];
    }

    private static IEnumerable<PlanStep> Updated(OrganizationPolicy then, OrganizationPolicy now)
    {
        if (PolicyContent.Same(then.Content, now.Content) && then.Description == now.Description)
            yield break;
        yield return Step(StepCall.UpdatePolicy, now) with
        {
            Content = now.Content,
            PreviousContent = then.Content,
            Description = now.Description,
        };
    }

    private static IEnumerable<PlanStep> Attached(OrganizationPolicy now, IEnumerable<string> targets) =>
        targets.Select(target => Step(StepCall.AttachPolicy, now) with { Target = target });

    private static IEnumerable<PlanStep> Detached(
        OrganizationPolicy then,
        Organization left,
        IEnumerable<string> kept
    ) => Targets(then, left).Except(kept).Select(target => Step(StepCall.DetachPolicy, then) with { Target = target });

    private static IEnumerable<string> Targets(OrganizationPolicy policy, Organization organization) =>
        organization.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId);

    private static PlanStep Step(StepCall call, OrganizationPolicy policy) =>
        new(call, policy.Type) { Policy = policy.Name };
}
