using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <summary>One change of our policies that another system made.</summary>
/// <param name="Step">The call that makes it.</param>
/// <param name="PolicyId">AWS's id of the policy.</param>
public sealed record CarriedChange(PlanStep Step, string PolicyId)
{
    /// <summary>The newest recorded call that fits; null when CloudTrail does not name one.</summary>
    public PolicyCall? Call { get; init; }

    /// <summary>As CloudTrail records it. What was created and then written once more has its last content.</summary>
    internal PolicyChange Change =>
        Step.Call switch
        {
            StepCall.CreatePolicy => new PolicyChange(PolicyId, "CreatePolicy", "UpdatePolicy"),
            StepCall.DetachPolicy => new PolicyChange(PolicyId, "DetachPolicy")
            {
                Target = Step.Target,
                DisabledType = Step.Type.Name(),
            },
            _ => new PolicyChange(PolicyId, $"{Step.Call}") { Target = Step.Target },
        };

    /// <summary>What is otherwise than it was.</summary>
    /// <param name="known">Our policies as the record has them.</param>
    /// <param name="observed">The same as they are.</param>
    /// <param name="log">Has the ids of those that were deployed.</param>
    internal static ImmutableArray<CarriedChange> Between(Organization known, Organization observed, DeploymentLog log)
    {
        var (before, now) = (Ours(known), Ours(observed));
        return
        [
            .. now.SelectMany(p => Written(p, OurPolicies.Same(p, before))),
            .. now.SelectMany(p =>
                Attached(StepCall.AttachPolicy, p, PolicyStatus.TargetsOf(observed, p).Except(Known(p)))
            ),
            .. now.SelectMany(p =>
                Attached(StepCall.DetachPolicy, p, Known(p).Except(PolicyStatus.TargetsOf(observed, p)))
            ),
            .. before
                .Where(p => OurPolicies.Same(p, now) is null)
                .Select(p => new CarriedChange(Deletion(p), log.IdOf(p))),
        ];

        IEnumerable<string> Known(OrganizationPolicy policy) =>
            OurPolicies.Same(policy, before) is { } there ? PolicyStatus.TargetsOf(known, there) : [];
    }

    private static IEnumerable<CarriedChange> Written(OrganizationPolicy policy, OrganizationPolicy? before)
    {
        if (before is null)
            return
            [
                new CarriedChange(
                    Document(StepCall.CreatePolicy, policy) with
                    {
                        Tags = policy.Tags.Remove(DeploymentMark.TagKey),
                    },
                    policy.Id
                ),
            ];
        if (PolicyContent.Same(policy.Content, before.Content))
            return [];
        var update = Document(StepCall.UpdatePolicy, policy) with { PreviousContent = before.Content };
        return [new CarriedChange(update, policy.Id)];
    }

    private static IEnumerable<CarriedChange> Attached(
        StepCall call,
        OrganizationPolicy policy,
        IEnumerable<string> targets
    ) =>
        targets
            .Order(StringComparer.Ordinal)
            .Select(target => new CarriedChange(Of(call, policy) with { Target = target }, policy.Id));

    private static PlanStep Deletion(OrganizationPolicy policy) =>
        Of(StepCall.DeletePolicy, policy) with
        {
            PreviousContent = policy.Content,
        };

    private static PlanStep Document(StepCall call, OrganizationPolicy policy) =>
        Of(call, policy) with
        {
            Content = policy.Content,
            Description = policy.Description,
        };

    private static PlanStep Of(StepCall call, OrganizationPolicy policy) =>
        new(call, policy.Type) { Policy = policy.Name };

    private static ImmutableArray<OrganizationPolicy> Ours(Organization organization) =>
        [.. organization.Policies.Where(OurPolicies.IsManaged)];
}
