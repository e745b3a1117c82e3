using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <param name="Call">The call to AWS Organizations; its IAM action has the same name.</param>
/// <param name="Type">Of the policy, as Organizations names it.</param>
/// <param name="Policy">Its name.</param>
/// <param name="Target">The root, organizational unit or account that is attached to or detached from.</param>
/// <param name="Description">Of the policy.</param>
/// <param name="Content">The document that is written.</param>
/// <param name="PreviousContent">What stood there before.</param>
/// <param name="Tags">That are set.</param>
public sealed record PlanStepPart(
    [OneOf<StepCall>] string Call,
    [OneOf<OrganizationPolicyType>] string Type,
    string? Policy,
    string? Target,
    string? Description,
    string? Content,
    string? PreviousContent,
    ImmutableSortedDictionary<string, string>? Tags
)
{
    public static ImmutableArray<PlanStepPart> Of(Plan plan) => [.. plan.Steps.Select(Of)];

    internal static PlanStepPart Of(PlanStep step) =>
        new(
            $"{step.Call}",
            step.Type.Name(),
            step.Policy.IfAny(),
            step.Target.IfAny(),
            step.Description.IfAny(),
            step.Content,
            step.PreviousContent,
            step.Tags.IsEmpty ? null : step.Tags
        );
}

/// <param name="Gate">Which one.</param>
/// <param name="Open">The promotion may pass.</param>
/// <param name="Override">Why it is passed though it is closed.</param>
/// <param name="Evidence">What was looked at, a sentence each.</param>
public sealed record GatePart(
    [OneOf<GateName>] string Gate,
    bool Open,
    string? Override,
    ImmutableArray<string> Evidence
)
{
    public static GatePart Of(Gate gate) => new(gate.Id, gate.IsOpen, gate.Override, gate.Evidence);
}
