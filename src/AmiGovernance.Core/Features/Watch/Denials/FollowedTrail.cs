using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>What came to a trail since it was read last.</summary>
/// <param name="Until">What came before this moment was read; as before when it could not be.</param>
/// <param name="Denied">The calls that our policies denied.</param>
internal sealed record FollowedTrail(DateTimeOffset Until, ImmutableArray<DeniedCalls> Denied)
{
    /// <summary>What is wrong with the trail; null for nothing.</summary>
    public WatchCondition? Trouble { get; init; }
}
