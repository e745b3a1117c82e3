using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>One look at everything.</summary>
/// <param name="At">When it began, by the right time.</param>
public sealed record TickReport(DateTimeOffset At)
{
    /// <summary>Who watches instead; null when this process does.</summary>
    public string? Leader { get; init; }

    /// <summary>Whether the organization was looked at to the end.</summary>
    public bool Looked { get; init; }

    /// <summary>All that is wrong, told or not.</summary>
    public ImmutableArray<OpenCondition> Open { get; init; } = [];

    public ImmutableArray<RenderDate> Ended { get; init; } = [];

    public int Repaired { get; init; }

    public int Drifts { get; init; }

    /// <summary>The reviewed commit that the deployed policies are made from; null when it is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>Whether nothing of ours is deployed yet.</summary>
    public bool IsEmpty { get; init; }

    public int Sent { get; init; }

    /// <summary>Messages that no channel has taken yet.</summary>
    public int Unsent { get; init; }
}
