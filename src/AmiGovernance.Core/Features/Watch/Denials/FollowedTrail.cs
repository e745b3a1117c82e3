using System.Collections.Immutable;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>What came to a trail since it was read last.</summary>
/// <param name="Until">What came before this moment was read; as before when it could not be.</param>
internal sealed record FollowedTrail(DateTimeOffset Until)
{
    /// <summary>The calls that our policies denied.</summary>
    public ImmutableArray<DeniedCalls> Denied { get; init; } = [];

    /// <summary>What was read, and what could not be.</summary>
    public TrailLedger Ledger { get; init; } = new();

    /// <summary>Why nothing could be read; null when it could.</summary>
    public AwsFailure? Failure { get; init; }
}
