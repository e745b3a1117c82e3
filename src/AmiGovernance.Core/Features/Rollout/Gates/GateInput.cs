using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <param name="Organization">As it was before the promotion began.</param>
/// <param name="Targets">The path of each target that is promoted, from the root down.</param>
/// <param name="Accounts">That will be enforced, without those that cannot launch anything.</param>
/// <param name="NotActive">How many of the accounts are suspended or closed.</param>
public sealed record GateInput(
    GovernanceConfig Config,
    Organization Organization,
    ImmutableArray<ImmutableArray<string>> Targets,
    ImmutableArray<OrganizationAccount> Accounts,
    int NotActive
);
