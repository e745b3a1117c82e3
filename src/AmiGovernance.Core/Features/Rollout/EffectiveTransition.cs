using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>
/// Looks at the declarative policy that is in effect in each account after each call of a plan, with the policies of others: it
/// must mean what it meant before, or what it will mean in the end.
/// </summary>
internal static class EffectiveTransition
{
    /// <summary>Null when every moment is safe, and nothing but the state of the promoted accounts changes; else what does.</summary>
    public static string? Problem(Organization organization, Plan plan, IReadOnlySet<AccountId> promoted)
    {
        var states = new List<EffectivePolicies>();
        var state = organization;
        states.Add(new EffectivePolicies(new OrganizationIndex(state)));
        foreach (var step in plan.Steps)
        {
            state = step.ApplyTo(state);
            if (step.Type == OrganizationPolicyType.DeclarativePolicyEc2)
                states.Add(new EffectivePolicies(new OrganizationIndex(state)));
        }
        foreach (var account in organization.Accounts)
        {
            var (before, after) = (states[0].Of(account.Id.Value), states[^1].Of(account.Id.Value));
            if (!after.IsValid)
                return $"the policy in effect in account {account.Id} would not be valid: {after.Problems[0].Message}";
            foreach (var between in states.Skip(1).Select(s => s.Of(account.Id.Value)))
                if (!Same(between, before) && !Same(between, after))
                    return $"for a moment account {account.Id} would have other image settings than before and afterwards{Cause(between)}";
            if (
                !promoted.Contains(account.Id)
                    ? !Same(before, after)
                    : after.Policy?.State != AllowedImagesState.Enabled
            )
                return $"account {account.Id} would have {after.Policy?.State?.Name() ?? "no state"}, not {(promoted.Contains(account.Id) ? AllowedImagesState.Enabled.Name() : "what it has now")}{Cause(after)}";
        }
        return null;
    }

    private static bool Same(EffectivePolicy left, EffectivePolicy right) =>
        left.Merged.Json == right.Merged.Json
        || (left.IsValid && right.IsValid && DeclarativeDifference.Between(left.Policy, right.Policy).IsEmpty);

    private static string Cause(EffectivePolicy policy) =>
        policy.Merged.Sources.GetValueOrDefault("/ec2_attributes/allowed_images_settings/state")
            is { IsDefaultOrEmpty: false } sources
            ? $"; the state would come from `{sources[0]}`"
            : "";
}
