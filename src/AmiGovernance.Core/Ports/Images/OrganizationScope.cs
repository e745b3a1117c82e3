using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>Who is inside: decides what counts as shared with outsiders.</summary>
/// <param name="Id">Such as `o-abc1234567`; empty when the account is in no organization.</param>
internal sealed record OrganizationScope(string Id, FrozenSet<AccountId> Accounts)
{
    /// <summary>Publishers and exceptions of the configuration.</summary>
    public ImmutableArray<ApprovedOwner> ApprovedOwners { get; init; } = [];

    /// <summary>Whether images of the owner are approved in the account.</summary>
    public bool Approves(AccountId owner, AccountId account) =>
        ApprovedOwners.Any(a => a.Account == owner && a.IsFor(account));

    public bool Has(AccountId account) => Accounts.Contains(account);
}
