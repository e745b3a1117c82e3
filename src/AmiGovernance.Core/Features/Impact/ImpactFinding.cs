using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>What one account uses of one owner: what its team is asked about together.</summary>
public sealed record ImpactFinding
{
    /// <summary>
    /// As a backtest calls launches of the same images by the same account, so that one decision serves both.
    /// </summary>
    public required string Id { get; init; }

    public required Verdict Verdict { get; init; }

    public required AccountId Account { get; init; }

    public string AccountName { get; init; } = "";

    /// <summary>As `ec2:Owner` has it, or <see cref="ImageOwners.Unknown"/>.</summary>
    public required string Owner { get; init; }

    /// <summary>What hurts first comes first.</summary>
    public required ImmutableArray<ImageUse> Uses { get; init; }

    public required ImmutableArray<string> DeniedBy { get; init; }

    public required Advice Advice { get; init; }

    public TriageEntry? Triage { get; init; }

    public Urgency Urgency => Uses[0].Urgency;

    public long Instances => Uses.Sum(u => u.Instances);

    public bool IsOpen => Triage?.Closes(Verdict) is not true;
}
