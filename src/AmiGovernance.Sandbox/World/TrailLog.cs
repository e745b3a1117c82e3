namespace AmiGovernance.Sandbox.World;

/// <summary>One recorded call.</summary>
/// <param name="Record">As CloudTrail writes it: JSON in UTF-8.</param>
public sealed record TrailEvent(
    string EventId,
    DateTimeOffset Time,
    string Account,
    string Region,
    string Service,
    string Operation,
    bool ReadOnly,
    string Username,
    string AccessKey,
    ReadOnlyMemory<byte> Record
);

/// <summary>What the calls were: the event history of each account and Region.</summary>
public sealed class TrailLog
{
    /// <summary>Of one account and Region; the oldest are forgotten first.</summary>
    private const int Most = 20_000;

    private readonly Dictionary<(string Account, string Region), List<TrailEvent>> events = [];

    /// <summary>Called for each event, such as to write trail files.</summary>
    public event Action<TrailEvent>? Recorded;

    public void Add(TrailEvent recorded)
    {
        if (!events.TryGetValue((recorded.Account, recorded.Region), out var list))
            events[(recorded.Account, recorded.Region)] = list = [];
        if (list.Count >= Most)
            list.RemoveRange(0, Most / 10);
        list.Add(recorded);
        Recorded?.Invoke(recorded);
    }

    /// <summary>Newest first.</summary>
    public IEnumerable<TrailEvent> Of(string account, string region)
    {
        if (!events.TryGetValue((account, region), out var list))
            yield break;
        for (var i = list.Count - 1; i >= 0; i--)
            yield return list[i];
    }
}
