using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>What of the organization would not launch again.</summary>
/// <param name="Places">Accounts and Regions that were read.</param>
/// <param name="Skipped">Accounts that are not active and Regions that are not enabled.</param>
/// <param name="Uses">All that was found, whatever its image.</param>
/// <param name="LeftOpen">
/// Own images of accounts that may not launch them, but that a service-linked role goes on launching: no layer stops that.
/// </param>
public sealed record ImpactReport(
    int Places,
    int Skipped,
    long Uses,
    ImmutableArray<ImpactFinding> Findings,
    ImmutableArray<ImageUse> LeftOpen,
    ImmutableArray<ImpactGap> Gaps
)
{
    /// <summary>What enforcement denies is a part that was not looked at, where nothing says it.</summary>
    public Looked Looked => new(Places, Gaps.Length + (LacksEnforcement ? 1 : 0));

    /// <summary>See <see cref="Decisions.EnforcedPolicies.IsUnknown"/>.</summary>
    public bool LacksEnforcement { get; init; }

    /// <summary>What one decision each would settle, of the findings that are open.</summary>
    public ImmutableArray<OwnerRollup> ByOwner { get; init; } = [];

    public IEnumerable<ImpactFinding> Open => Findings.Where(f => f.IsOpen);
}
