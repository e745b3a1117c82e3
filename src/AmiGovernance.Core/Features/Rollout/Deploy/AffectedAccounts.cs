using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>The accounts in which a deployment begins or ends to block launches.</summary>
/// <param name="Stricter">Launches of images outside the list are blocked from now on.</param>
/// <param name="Weaker">They were blocked, and are no longer.</param>
public sealed record AffectedAccounts(ImmutableArray<AccountId> Stricter, ImmutableArray<AccountId> Weaker)
{
    /// <summary>
    /// By the declarative policy that is in effect in each account, with the policies of others; by our launch denies where the service
    /// knows no declarative policies.
    /// </summary>
    /// <param name="before">The organization as it is; where only a part of it was read, the accounts of that part.</param>
    /// <param name="after">The same once the calls are made.</param>
    internal static AffectedAccounts Between(Organization before, Organization after)
    {
        var (wasEnforced, becomesEnforced) = (EnforcedIn(before), EnforcedIn(after));
        var changes = before
            .Accounts.Select(a => (a.Id, Was: wasEnforced(a.Id), Becomes: becomesEnforced(a.Id)))
            .ToList();
        return new AffectedAccounts(
            [.. changes.Where(c => c is { Was: false, Becomes: true }).Select(c => c.Id).Order()],
            [.. changes.Where(c => c is { Was: true, Becomes: false }).Select(c => c.Id).Order()]
        );
    }

    /// <summary>Whether launches are blocked in an account.</summary>
    internal static Func<AccountId, bool> EnforcedIn(Organization organization)
    {
        var index = OrganizationIndex.Of(organization);
        if (ScpAlone.In(organization))
            return account => account != organization.ManagementAccount && IsDenied(account, index);
        var effective = index.Effective;
        return account => effective.Of(account.Value).Policy?.State == AllowedImagesState.Enabled;
    }

    private static bool IsDenied(AccountId account, OrganizationIndex index) =>
        index
            .Levels(account.Value, OrganizationPolicyType.ServiceControlPolicy)
            .SelectMany(level => level)
            .Any(p => OurPolicies.IsManaged(p) && ScpAlone.DeniesLaunches(p.Content));
}
