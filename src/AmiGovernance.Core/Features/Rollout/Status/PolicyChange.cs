using System.Collections.Immutable;
using AmiGovernance.Core.Features.Writers;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>A change of one of our policies as a call of Organizations makes it.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="Operations">The calls that can have made it.</param>
internal sealed record PolicyChange(string PolicyId, params ImmutableArray<string> Operations)
{
    private const string Disable = "DisablePolicyType";

    /// <summary>Where it was attached or detached; empty where the change is of the policy itself.</summary>
    public string Target { get; init; } = "";

    /// <summary>The type whose end made the change too; empty for none.</summary>
    public string DisabledType { get; init; } = "";

    /// <summary>The names of the calls to look for.</summary>
    public IEnumerable<string> LookedFor => DisabledType.Length > 0 ? Operations.Append(Disable) : Operations;

    public bool IsBy(PolicyCall call) =>
        call.Operation == Disable
            ? DisabledType.Length > 0 && call.PolicyType == DisabledType
            : Operations.Contains(call.Operation)
                && call.PolicyId == PolicyId
                && (Target.Length == 0 || call.TargetId == Target);
}
