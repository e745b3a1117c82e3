using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>A decision on a request of which not all is known.</summary>
/// <param name="Decision">
/// When nothing unknown matters, the decision. Else the statement that may deny, or the level at which it is open whether anything allows.
/// </param>
/// <param name="DependsOn">
/// The condition keys, or kinds of resources, that decide; empty when the decision holds whatever they are.
/// </param>
public readonly record struct OpenDecision(Decision Decision, ImmutableArray<string> DependsOn)
{
    public bool IsOpen => !DependsOn.IsEmpty;

    public bool IsDenied => !IsOpen && Decision.Outcome != Outcome.Allowed;

    /// <summary>A statement denies, whatever is not known; a missing allow is none.</summary>
    public bool IsExplicitDeny => IsDenied && Decision.Outcome == Outcome.ExplicitDeny;

    public bool IsAllowed => !IsOpen && Decision.Outcome == Outcome.Allowed;
}
