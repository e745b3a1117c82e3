using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// By what the last events were counted, so that a correction can take its event back. Corrections are rare and come soon after; for
/// all events there is no room.
/// </summary>
internal sealed class CountedEvents
{
    /// <summary>Watched events, about 300 bytes each.</summary>
    public const int Most = 50_000;

    private readonly Dictionary<UInt128, TrailKey[]> keys = [];

    /// <summary>A correction that counts, and the event in whose place it does.</summary>
    private readonly Dictionary<UInt128, UInt128> corrections = [];

    /// <summary>May hold an id that is not there any more, or twice.</summary>
    private readonly Queue<UInt128> order = [];

    /// <summary>In the order of reading.</summary>
    public IEnumerable<(UInt128 Id, TrailKey Key)> All =>
        order.Distinct().SelectMany(id => keys.GetValueOrDefault(id, []).Select(key => (id, key)));

    /// <param name="id">Of the event, or of the one that it corrects: for both the last correction counts.</param>
    /// <param name="correction">Null for what corrects nothing.</param>
    public void Add(UInt128 id, UInt128? correction, TrailKey[] counted)
    {
        id = corrections.GetValueOrDefault(id, id);
        if (corrections.Count >= Most)
            corrections.Clear();
        if (correction is { } its && its != id)
            corrections[its] = id;
        keys[id] = counted;
        order.Enqueue(id);
        if (order.Count > Most)
            keys.Remove(order.Dequeue());
    }

    /// <summary>Null when it is not known any more.</summary>
    public TrailKey[]? Take(UInt128 id) =>
        keys.Remove(corrections.GetValueOrDefault(id, id), out var counted) ? counted : null;
}
