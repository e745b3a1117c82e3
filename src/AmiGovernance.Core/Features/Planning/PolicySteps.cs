using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>The steps of a plan as they are added, in their order.</summary>
internal sealed class PolicySteps(Organization organization, DesiredState desired, OurPolicies ours)
{
    private readonly List<PlanStep> steps = [];

    public ImmutableArray<PlanStep> Taken => [.. steps];

    public void Add(PlanStep step) => steps.Add(step);

    /// <summary>Whether a policy that decides by now gets another content.</summary>
    public bool IsReplaced(DesiredPolicy policy) =>
        ours.Find(policy.Type, policy.Name) is { } known
        && !PolicyContent.Same(known.Content, policy.Content)
        && ours.TargetsOf(known).Any();

    public void Put(DesiredPolicy policy)
    {
        PutAndAttach(policy);
        Detach(policy);
    }

    public void PutAndAttach(DesiredPolicy policy)
    {
        var known = ours.Find(policy.Type, policy.Name);
        if (known is null)
            Add(Create(policy));
        else
            Change(known, policy);
        foreach (var target in desired.TargetsOf(policy, organization).Except(ours.TargetsOf(policy)))
            Add(new PlanStep(StepCall.AttachPolicy, policy.Type) { Policy = policy.Name, Target = target });
    }

    private PlanStep Create(DesiredPolicy policy) =>
        new(StepCall.CreatePolicy, policy.Type)
        {
            Policy = policy.Name,
            Content = policy.Content,
            Description = policy.Description,
            Tags = desired.Tags,
        };

    private void Change(OrganizationPolicy known, DesiredPolicy policy)
    {
        if (!PolicyContent.Same(known.Content, policy.Content) || known.Description != policy.Description)
            Add(
                new PlanStep(StepCall.UpdatePolicy, policy.Type)
                {
                    Policy = policy.Name,
                    Content = policy.Content,
                    PreviousContent = known.Content,
                    Description = policy.Description,
                }
            );
        // Policies that are adopted get their tags before all else.
        if (OurPolicies.IsManaged(known) && desired.Tags.Any(t => known.Tags.GetValueOrDefault(t.Key) != t.Value))
            Add(Tag(policy.Type, policy.Name));
    }

    public PlanStep Tag(OrganizationPolicyType type, string name) =>
        new(StepCall.TagResource, type) { Policy = name, Tags = desired.Tags };

    /// <summary>From where it does not belong.</summary>
    public void Detach(DesiredPolicy policy)
    {
        if (desired.KeepsOtherTargets)
            return;
        foreach (var target in ours.TargetsOf(policy).Except(desired.TargetsOf(policy, organization)))
            Add(new PlanStep(StepCall.DetachPolicy, policy.Type) { Policy = policy.Name, Target = target });
    }

    public void Remove(OrganizationPolicy policy)
    {
        foreach (var target in ours.TargetsOf(policy))
            Add(
                new PlanStep(StepCall.DetachPolicy, policy.Type)
                {
                    Policy = policy.Name,
                    Target = target,
                    PreviousContent = policy.Content,
                }
            );
        Add(
            new PlanStep(StepCall.DeletePolicy, policy.Type) { Policy = policy.Name, PreviousContent = policy.Content }
        );
    }

    /// <summary>A copy is removed though the organization that was read does not hold it.</summary>
    public void RemoveCopy(DesiredPolicy copy)
    {
        foreach (var target in desired.TargetsOf(copy, organization))
            Add(new PlanStep(StepCall.DetachPolicy, copy.Type) { Policy = copy.Name, Target = target });
        Add(new PlanStep(StepCall.DeletePolicy, copy.Type) { Policy = copy.Name });
    }
}
