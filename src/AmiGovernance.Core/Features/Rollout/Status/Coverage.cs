using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>Which accounts both layers protect, and why others are not.</summary>
internal sealed record Coverage(int Covered, ImmutableArray<CoverageGap> Gaps)
{
    private const string Suspended = "suspended or closed: nothing is launched there";

    private const string Management =
        "the management account: no service control policy reaches it, the declarative policy does";

    private const string ManagementWithoutDeclarative =
        "the management account: no service control policy reaches it, and the service knows no EC2 policies";

    /// <param name="effects">What the policies come to in each account.</param>
    /// <param name="invalid">Accounts whose effective policy AWS says is not valid.</param>
    public static Coverage Of(PolicyEffects effects, IReadOnlySet<AccountId> invalid)
    {
        var accounts = effects.Index.Organization.Accounts;
        var reasons = accounts.Select(a => (Account: a.Id, Why: Why(a, effects, invalid))).ToList();
        var gaps = reasons
            .Where(r => r.Why is not null)
            .GroupBy(r => r.Why ?? "", r => r.Account)
            .Select(g => new CoverageGap(g.Key, [.. g.Order()])
            {
                IsGiven = g.Key is Suspended or Management or ManagementWithoutDeclarative,
            })
            .OrderByDescending(g => g.Accounts.Length)
            .ThenBy(g => g.Why, StringComparer.Ordinal);
        return new Coverage(reasons.Count(r => r.Why is null), [.. gaps]);
    }

    /// <summary>Null when both layers reach the account.</summary>
    private static string? Why(OrganizationAccount account, PolicyEffects effects, IReadOnlySet<AccountId> invalid)
    {
        if (account.State is not (AccountState.Active or AccountState.PendingActivation))
            return Suspended;
        var hasDeclarative = effects.ByOurs.Of(account.Id.Value).Policy is not null;
        var isValid = effects.Effective.Of(account.Id.Value).IsValid && !invalid.Contains(account.Id);
        if (hasDeclarative && !isValid)
            return "the effective declarative policy is not valid: AWS keeps the account's last valid one";
        if (!effects.Differences(account).IsEmpty)
            return "a policy of somebody else wins against our declarative policy";
        return WhatIsMissing(account, hasDeclarative, effects);
    }

    private static string? WhatIsMissing(OrganizationAccount account, bool hasDeclarative, PolicyEffects effects)
    {
        var organization = effects.Index.Organization;
        if (ScpAlone.In(organization))
            return WithoutDeclarative(account, effects);
        // No service control policy reaches the management account, wherever it is attached.
        if (hasDeclarative && account.Id == organization.ManagementAccount)
            return Management;
        return (hasDeclarative, HasServiceControl(account, effects)) switch
        {
            (true, true) => null,
            (true, false) => "no service control policy of ours above it",
            (false, true) when account.Id != organization.ManagementAccount => "no declarative policy of ours above it",
            _ => $"outside the targets{Unit(account, organization)}",
        };
    }

    /// <summary>There the one layer is all that an account can have.</summary>
    private static string? WithoutDeclarative(OrganizationAccount account, PolicyEffects effects)
    {
        var organization = effects.Index.Organization;
        if (account.Id == organization.ManagementAccount)
            return ManagementWithoutDeclarative;
        return HasServiceControl(account, effects) ? null : $"outside the targets{Unit(account, organization)}";
    }

    private static bool HasServiceControl(OrganizationAccount account, PolicyEffects effects) =>
        effects.OurScpsOn(account.Id.Value).Any();

    private static string Unit(OrganizationAccount account, Organization organization) =>
        organization.Units.FirstOrDefault(u => u.Id == account.ParentId) is { } unit
            ? $", in {unit.Id} ({unit.Name})"
            : ", directly below the root";
}
