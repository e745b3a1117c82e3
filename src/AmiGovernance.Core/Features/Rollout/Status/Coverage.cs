using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>Which accounts both layers protect, and why others are not.</summary>
internal sealed record Coverage(int Covered, ImmutableArray<CoverageGap> Gaps)
{
    /// <param name="invalid">Accounts whose effective policy AWS says is not valid.</param>
    public static Coverage Of(PolicyEffects effects, IReadOnlySet<AccountId> invalid)
    {
        var ours = effects.Ours.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        var reasons = effects
            .Index.Organization.Accounts.Select(a => (Account: a.Id, Why: Why(a, effects, ours, invalid)))
            .ToList();
        return new Coverage(
            reasons.Count(r => r.Why is null),
            [
                .. reasons
                    .Where(r => r.Why is not null)
                    .GroupBy(r => r.Why ?? "")
                    .Select(g => new CoverageGap(g.Key, [.. g.Select(r => r.Account).Order()]))
                    .OrderByDescending(g => g.Accounts.Length)
                    .ThenBy(g => g.Why, StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>Null when both layers reach the account.</summary>
    private static string? Why(
        OrganizationAccount account,
        PolicyEffects effects,
        HashSet<string> ours,
        IReadOnlySet<AccountId> invalid
    )
    {
        if (account.State is not (AccountState.Active or AccountState.PendingActivation))
            return "suspended or closed: nothing is launched there";
        var id = account.Id.Value;
        var declarative = effects.ByOurs.Of(id).Policy is not null;
        var scp = effects
            .Index.Levels(id, OrganizationPolicyType.ServiceControlPolicy)
            .Any(level => level.Any(p => ours.Contains(p.Id)));
        var isManagement = account.Id == effects.Index.Organization.ManagementAccount;
        if (declarative && (invalid.Contains(account.Id) || !effects.Effective.Of(id).IsValid))
            return "the effective declarative policy is not valid: AWS keeps the account's last valid one";
        if (!effects.Differences(account).IsEmpty)
            return "a policy of somebody else wins against our declarative policy";
        return (declarative, isManagement, scp) switch
        {
            (true, true, _) =>
                "the management account: no service control policy reaches it, the declarative policy does",
            (true, _, true) => null,
            (true, _, false) => "no service control policy of ours above it",
            (false, false, true) => "no declarative policy of ours above it",
            _ => $"outside the targets{Unit(account, effects.Index.Organization)}",
        };
    }

    private static string Unit(OrganizationAccount account, Organization organization) =>
        organization.Units.FirstOrDefault(u => u.Id == account.ParentId) is { } unit
            ? $", in {unit.Id} ({unit.Name})"
            : ", directly below the root";
}
