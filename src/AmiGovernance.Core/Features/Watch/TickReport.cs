using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Watch.Denials;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>One look at everything.</summary>
/// <param name="At">When it began, by the right time.</param>
public sealed record TickReport(DateTimeOffset At)
{
    /// <summary>Who watches instead; null when this process does.</summary>
    public string? Leader { get; init; }

    /// <summary>Whether nobody is told before the next look: another process may tell the same.</summary>
    public bool Waits { get; init; }

    public HeldOrganization Held { private get; init; } = new(Looked: false);

    /// <summary>The calls that our policies denied and that came with the trail since the look before.</summary>
    public ImmutableArray<DeniedCalls> Denied { get; init; } = [];

    /// <summary>All that is wrong, told or not.</summary>
    public ImmutableArray<OpenCondition> Open { get; init; } = [];

    public int Sent { get; init; }

    /// <summary>Messages that no channel has taken yet.</summary>
    public int Unsent { get; init; }

    /// <summary>Whether every way to people took its messages.</summary>
    public bool IsTold => !Open.Any(o => BrokenChannels.IsOne(o.Key));

    /// <summary>Whether the organization was looked at to the end.</summary>
    public bool Looked => Held.Looked;

    public ImmutableArray<RenderDate> Ended => Held.Ended;

    public int Repaired => Held.Repaired.Length;

    public int Drifts => Held.Drifts.Length;

    /// <summary>The reviewed commit that the deployed policies are made from; null when it is not known.</summary>
    public string? Commit => Held.Commit;

    /// <summary>Whether nothing of ours is deployed yet.</summary>
    public bool IsEmpty => Held.IsEmpty;
}
