using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>What only the caller can know, and where to look.</summary>
/// <param name="TriageFolder">The folder of what was decided on replayed launches.</param>
public sealed record GateRequest(string TriageFolder)
{
    /// <summary>The Regions to look for instances in; empty for all that an account can use.</summary>
    public ImmutableArray<RegionName> Regions { get; init; } = [];

    /// <summary>Who was told, when and how; null when nobody says so.</summary>
    public string? Notified { get; init; }

    /// <summary>The approved change; null when there is none.</summary>
    public string? Ticket { get; init; }

    /// <summary>The ids of the gates that are passed though they are closed.</summary>
    public ImmutableArray<string> Overrides { get; init; } = [];

    /// <summary>Why gates are passed, and why only some Regions are looked at; recorded with the gate.</summary>
    public string? Reason { get; init; }
}
