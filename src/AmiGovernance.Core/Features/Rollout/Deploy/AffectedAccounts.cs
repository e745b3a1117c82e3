using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>The accounts in which a deployment begins or ends to block launches.</summary>
/// <param name="Stricter">Launches of images outside the list are blocked from now on.</param>
/// <param name="Weaker">They were blocked, and are no longer.</param>
public sealed record AffectedAccounts(ImmutableArray<AccountId> Stricter, ImmutableArray<AccountId> Weaker)
{
    /// <summary>By the declarative policy that is in effect in each account, with the policies of others.</summary>
    /// <param name="before">The organization as it is; where only a part of it was read, the accounts of that part.</param>
    /// <param name="after">The same once the calls are made.</param>
    internal static AffectedAccounts Between(Organization before, Organization after)
    {
        var (effectiveBefore, effectiveAfter) = (Effective(before), Effective(after));
        var changes = before
            .Accounts.Select(a =>
                (a.Id, Was: IsEnforced(effectiveBefore, a.Id), Becomes: IsEnforced(effectiveAfter, a.Id))
            )
            .ToList();
        return new AffectedAccounts(
            [.. changes.Where(c => c is { Was: false, Becomes: true }).Select(c => c.Id).Order()],
            [.. changes.Where(c => c is { Was: true, Becomes: false }).Select(c => c.Id).Order()]
        );
    }

    private static EffectivePolicies Effective(Organization organization) => new(new OrganizationIndex(organization));

    private static bool IsEnforced(EffectivePolicies effective, AccountId account) =>
        effective.Of(account.Value).Policy?.State == AllowedImagesState.Enabled;
}
