using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>An account outside the organization whose images are approved.</summary>
/// <param name="Users">The accounts for which they are, as `usable_by` of an exception has it; empty for all.</param>
public sealed record ApprovedOwner(AccountId Account, ImmutableArray<AccountId> Users)
{
    public bool IsFor(AccountId user) => Users.IsEmpty || Users.Contains(user);
}
