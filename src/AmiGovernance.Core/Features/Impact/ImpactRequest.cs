using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>What is asked.</summary>
/// <param name="Config">For the proposals; null when it is not known.</param>
/// <param name="Accounts">Empty for every account of the organization.</param>
/// <param name="Regions">Empty for every enabled Region.</param>
public sealed record ImpactRequest(
    PolicySet Policies,
    GovernanceConfig? Config,
    Triage Triage,
    ImmutableArray<AccountId> Accounts,
    ImmutableArray<RegionName> Regions,
    DateTimeOffset Now
)
{
    public EnforcedPolicies Enforced { get; init; } = EnforcedPolicies.Held;
}
