using System.Text.Json.Nodes;

namespace AmiGovernance.Sandbox.World;

/// <summary>One recorded call, as CloudTrail writes it.</summary>
public sealed record TrailEvent(string EventId, DateTimeOffset Time, string Account, string Region, string Service, string Operation, bool ReadOnly, string Username, string AccessKey, JsonObject Record);

/// <summary>What the calls were: kept for LookupEvents and written to trail files.</summary>
public sealed class TrailLog
{
    private readonly List<TrailEvent> events = [];

    /// <summary>LookupEvents shows 90 days; here the last events in this number.</summary>
    private const int Most = 200_000;

    /// <summary>Called for each event, such as to write trail files.</summary>
    public Action<TrailEvent>? Recorded { get; set; }

    public void Add(TrailEvent recorded)
    {
        if (events.Count >= Most) events.RemoveRange(0, Most / 10);
        events.Add(recorded);
        Recorded?.Invoke(recorded);
    }

    /// <summary>Newest first.</summary>
    public IEnumerable<TrailEvent> Of(string account, string region)
    {
        for (var i = events.Count - 1; i >= 0; i--)
            if (events[i].Account == account && events[i].Region == region) yield return events[i];
    }
}
