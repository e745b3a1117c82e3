using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>What one account uses of one owner: what its team is asked about together.</summary>
public sealed record ImpactFinding
{
    /// <summary>As a backtest calls launches of the same images by the same account, so that one decision serves both.</summary>
    public required string Id { get; init; }

    public required Verdict Verdict { get; init; }

    public required string Account { get; init; }

    public string AccountName { get; init; } = "";

    public required string Owner { get; init; }

    /// <summary>What hurts first comes first.</summary>
    public required ImmutableArray<ImageUse> Uses { get; init; }

    public required ImmutableArray<string> DeniedBy { get; init; }

    public required Advice Advice { get; init; }

    public TriageEntry? Triage { get; init; }

    public Urgency Urgency => Uses[0].Urgency;

    public long Instances => Uses.Sum(u => u.Instances);

    public bool IsOpen => Triage is not { State: TriageState.Closed };
}

/// <summary>An account in a Region that could not be read, or not all of it.</summary>
/// <param name="Region">`*` when not even the account's Regions are known.</param>
public sealed record ImpactGap(string Account, string Region, string Reason);

/// <summary>What of the organization would not launch again.</summary>
/// <param name="Places">Accounts and Regions that were read.</param>
/// <param name="Skipped">Accounts that are not active and Regions that are not enabled.</param>
/// <param name="Uses">All that was found, whatever its image.</param>
/// <param name="LeftOpen">Own images of accounts that may not launch them, but that a service-linked role goes on launching: no layer stops that.</param>
public sealed record ImpactReport(
    int Places,
    int Skipped,
    long Uses,
    ImmutableArray<ImpactFinding> Findings,
    ImmutableArray<ImageUse> LeftOpen,
    ImmutableArray<ImpactGap> Gaps
)
{
    public IEnumerable<ImpactFinding> Open => Findings.Where(f => f.IsOpen);
}
