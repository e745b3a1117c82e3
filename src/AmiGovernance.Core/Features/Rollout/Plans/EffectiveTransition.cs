using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>
/// Looks at the declarative policy that is in effect in each account after each call of a plan, with the policies of others: it
/// must mean what it meant before, or what it will mean in the end.
/// </summary>
internal static class EffectiveTransition
{
    private static readonly string StatePointer = $"{DeclarativeAttributes.AllowedImagesSettings.Pointer}/state";

    /// <summary>Null when every moment is safe, and nothing but the state of the promoted accounts changes; else what does.</summary>
    public static string? Problem(Organization organization, Plan plan, IReadOnlySet<AccountId> promoted)
    {
        // Without EC2 policies no account has settings of ours; the order of the service control policies is the planner's matter.
        if (ScpAlone.In(organization))
            return null;
        var states = States(organization, plan);
        return organization
            .Accounts.Select(a => Problem(a.Id, [.. states.Select(s => s.Of(a.Id.Value))], promoted.Contains(a.Id)))
            .FirstOrDefault(problem => problem is not null);
    }

    /// <summary>At the start, and after each call that changes a declarative policy.</summary>
    private static List<EffectivePolicies> States(Organization organization, Plan plan)
    {
        var states = new List<EffectivePolicies> { new(new OrganizationIndex(organization)) };
        var state = organization;
        foreach (var step in plan.Steps)
        {
            state = step.ApplyTo(state);
            if (step.Type == OrganizationPolicyType.DeclarativePolicyEc2)
                states.Add(new EffectivePolicies(new OrganizationIndex(state)));
        }
        return states;
    }

    private static string? Problem(AccountId account, IReadOnlyList<EffectivePolicy> moments, bool isPromoted)
    {
        var (before, after) = (moments[0], moments[^1]);
        if (!after.IsValid)
            return $"the policy in effect in account {account} would not be valid: {after.Problems[0].Message}";
        if (moments.FirstOrDefault(m => !Same(m, before) && !Same(m, after)) is { } other)
            return $"for a moment account {account} would have other image settings than before and afterwards"
                + Cause(other);

        var state = after.Policy?.State;
        var isAsWanted = isPromoted ? state == AllowedImagesState.Enabled : Same(before, after);
        if (isAsWanted)
            return null;
        var wanted = isPromoted ? AllowedImagesState.Enabled.Name() : "what it has now";
        return $"account {account} would have {state?.Name() ?? "no state"}, not {wanted}{Cause(after)}";
    }

    private static bool Same(EffectivePolicy left, EffectivePolicy right)
    {
        if (left.Merged.Json == right.Merged.Json)
            return true;
        return left.IsValid && right.IsValid && DeclarativeDifference.Between(left.Policy, right.Policy).IsEmpty;
    }

    private static string Cause(EffectivePolicy policy)
    {
        var sources = policy.Merged.Sources.GetValueOrDefault(StatePointer);
        return sources.IsDefaultOrEmpty ? "" : $"; the state would come from `{sources[0]}`";
    }
}
