using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Rollout.Upkeep;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>What a look at the organization found, and what was done.</summary>
/// <param name="Looked">Whether AWS answered.</param>
public sealed record HeldOrganization(bool Looked)
{
    public ImmutableArray<WatchCondition> Conditions { get; init; } = [];

    /// <summary>Exceptions that were ended by this look.</summary>
    public ImmutableArray<RenderDate> Ended { get; init; } = [];

    /// <summary>What was put back.</summary>
    public ImmutableArray<Drift> Repaired { get; init; } = [];

    /// <summary>The changes of others that are there when all is done.</summary>
    public ImmutableArray<Drift> Drifts { get; init; } = [];

    /// <summary>What was seen last; null when nothing is known of what was deployed.</summary>
    internal PlannedUpkeep? Seen { get; init; }

    /// <summary>The reviewed commit that the deployed policies are made from; null when it is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>Whether nothing of ours is deployed yet.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Whether repairs were given up, for somebody else changes the same again and again.</summary>
    public bool StopsRepairs { get; init; }
}
