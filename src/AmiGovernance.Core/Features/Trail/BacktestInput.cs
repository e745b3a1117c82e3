using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>What a backtest is made with.</summary>
/// <param name="Config">For the allow list's use; null when it is not known.</param>
/// <param name="Organization">Null when it is not known.</param>
public sealed record BacktestInput(
    PolicySet Policies,
    ImageOwners Owners,
    GovernanceConfig? Config,
    Organization? Organization,
    Triage Triage,
    DateTimeOffset Now
)
{
    /// <summary>Others to compare with: only calls that these treat better count. Null for none.</summary>
    public PolicySet? Against { get; init; }

    public EnforcedPolicies Enforced { get; init; } = EnforcedPolicies.Held;
}
