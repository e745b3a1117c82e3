using System.Collections.Frozen;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>Who is inside: decides what counts as shared with outsiders.</summary>
/// <param name="Id">Such as `o-abc1234567`; empty when the account is in no organization.</param>
internal sealed record OrganizationScope(string Id, FrozenSet<AccountId> Accounts)
{
    /// <summary>Accounts outside the organization whose images are approved: publishers of the configuration.</summary>
    public FrozenSet<AccountId> ApprovedOwners { get; init; } = FrozenSet<AccountId>.Empty;

    public bool Has(AccountId account) => Accounts.Contains(account);
}
