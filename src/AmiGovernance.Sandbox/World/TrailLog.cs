namespace AmiGovernance.Sandbox.World;

/// <summary>What the calls were: the event history of each account and Region.</summary>
internal sealed class TrailLog
{
    /// <summary>Of one account and Region; the oldest are forgotten first.</summary>
    private const int Most = 20_000;

    private readonly Dictionary<Place, List<TrailEvent>> events = [];

    /// <summary>Called for each event, such as to write trail files.</summary>
    public event Action<TrailEvent>? Recorded;

    public void Add(TrailEvent recorded)
    {
        if (!events.TryGetValue(recorded.Place, out var list))
            events[recorded.Place] = list = [];
        if (list.Count >= Most)
            list.RemoveRange(0, Most / 10);
        list.Add(recorded);
        Recorded?.Invoke(recorded);
    }

    /// <summary>Of all accounts and Regions, in no order.</summary>
    public IEnumerable<TrailEvent> All => events.Values.SelectMany(list => list);

    /// <summary>Newest first.</summary>
    public IEnumerable<TrailEvent> Of(Place place)
    {
        if (!events.TryGetValue(place, out var list))
            yield break;
        for (var i = list.Count - 1; i >= 0; i--)
            yield return list[i];
    }
}
