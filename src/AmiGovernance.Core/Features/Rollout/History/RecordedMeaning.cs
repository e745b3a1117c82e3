using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <summary>What a recorded deployment changed in meaning, as far as it came: by the documents that the record holds, not by AWS.</summary>
/// <param name="Difference">Where no policy for stages stands; null when the record does not tell it.</param>
/// <param name="Stages">On the targets of such policies.</param>
/// <param name="Unknown">Why the record does not tell it; empty when it does.</param>
/// <param name="Moved">Where policies were attached and detached, a call each: the same documents may hold elsewhere then.</param>
public sealed record RecordedMeaning(
    MeaningDifference? Difference,
    ImmutableArray<StageMeaning> Stages,
    ImmutableArray<string> Unknown,
    ImmutableArray<PlanStep> Moved
)
{
    /// <summary>Null where nothing was deployed: the entries join ends of the record.</summary>
    /// <param name="entries">Of one deployment.</param>
    public static RecordedMeaning? Of(IReadOnlyCollection<DeploymentEntry> entries)
    {
        if (entries.All(e => e.Event == DeploymentEvent.Merged))
            return null;
        var steps = entries.Where(e => e.Event == DeploymentEvent.Done).Select(e => e.Step).OfType<PlanStep>().ToList();
        var moved = steps.Where(s => s.Call is StepCall.AttachPolicy or StepCall.DetachPolicy).ToImmutableArray();
        if (entries.FirstOrDefault(e => e.Event == DeploymentEvent.Started) is not { } start)
            return NotKnown(["the record does not say how policies stood before it"], moved);
        var before = Recorded(start.Before);
        var (after, gone) = (before, Unreadable(before));
        foreach (var step in steps.Where(s => s.Policy.Length > 0))
        {
            gone.AddRange(Missing(step, after));
            after = step.ApplyTo(after);
        }
        gone.AddRange(Unreadable(after));
        return gone.Count > 0
            ? NotKnown([.. gone.Distinct(StringComparer.Ordinal)], moved)
            : new RecordedMeaning(PolicyMeaning.Change(before, after, ""), OfStages(before, after), [], moved);
    }

    private static RecordedMeaning NotKnown(ImmutableArray<string> why, ImmutableArray<PlanStep> moved) =>
        new(null, [], why, moved);

    private static ImmutableArray<StageMeaning> OfStages(Organization before, Organization after) =>
        [
            .. Targets(before)
                .Union(Targets(after))
                .Order(StringComparer.Ordinal)
                .Select(stage => new StageMeaning(stage, PolicyMeaning.Change(before, after, stage)))
                .Where(stage => !stage.Difference.IsEmpty),
        ];

    /// <summary>Of policies for stages.</summary>
    private static IEnumerable<string> Targets(Organization organization) =>
        from policy in organization.Policies
        where StagedEnforcement.IsForStages(policy, organization)
        from attachment in organization.Attachments
        where attachment.PolicyId == policy.Id
        select attachment.TargetId;

    /// <summary>Nothing but our policies: of the tree the record knows nothing.</summary>
    private static Organization Recorded(ImmutableArray<RecordedPolicy> policies) =>
        new()
        {
            Id = "",
            RootId = "",
            ManagementAccount = default,
            Policies = [.. policies.Select(p => p.ToPolicy())],
            Attachments = [.. policies.SelectMany(p => p.Attachments)],
        };

    private static IEnumerable<string> Missing(PlanStep step, Organization known)
    {
        if (step.Call is StepCall.CreatePolicy or StepCall.UpdatePolicy && step.Content is null)
            yield return $"the record does not hold the document that {step.Text} wrote";
        else if (
            step.Call is not StepCall.CreatePolicy
            && !known.Policies.Any(p => p.Type == step.Type && p.Name == step.Policy)
        )
            yield return $"the record does not hold {step.Policy} as it stood before {step.Text}";
    }

    /// <summary>Documents that cannot be read decide nothing in a comparison, which would then be wrong.</summary>
    private static List<string> Unreadable(Organization organization) =>
        [
            .. organization
                .Policies.Where(p => !IsReadable(p))
                .Select(p => $"the recorded document of {p.Name} cannot be read"),
        ];

    private static bool IsReadable(OrganizationPolicy policy) =>
        policy.Type == OrganizationPolicyType.DeclarativePolicyEc2
            ? PolicyContent.Declarative(policy.Content) is not null
            : PolicyContent.ServiceControl(policy.Content) is not null;
}

/// <summary>What changed on one target, such as an account that is enforced before the others.</summary>
public sealed record StageMeaning(string Target, MeaningDifference Difference);
