using System.Collections.Concurrent;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Aws.Trail;

/// <summary>LookupEvents of CloudTrail (CloudTrail API reference): 50 events a page, two calls a second for each account and Region.</summary>
internal sealed class EventHistoryClient(AwsSession session, TimeProvider time) : IEventHistory
{
    private const int PageSize = 50;

    private readonly ConcurrentDictionary<(AccountId, string), Pace> paces = new();

    public async Task<LookupPage> LookupEvents(
        AccountId account,
        string region,
        EventLookup lookup,
        DateTimeOffset from,
        DateTimeOffset to,
        string? token,
        CancellationToken cancel
    )
    {
        var pace = paces.GetOrAdd((account, region), _ => new Pace(2, 2, time));
        using var client = await session.CloudTrail(account, region, cancel);
        var answer = await Patience.Run(
            "cloudtrail:LookupEvents",
            async () =>
            {
                await pace.Wait(cancel);
                return await client.Call("LookupEvents", writer => Write(writer, lookup, from, to, token), cancel);
            },
            time,
            cancel
        );
        var events =
            answer.ValueKind == JsonValueKind.Object
            && answer.TryGetProperty("Events", out var listed)
            && listed.ValueKind == JsonValueKind.Array
                ? listed.EnumerateArray().ToList()
                : [];
        return new LookupPage(
            [.. events.Select(e => new LookedUpEvent(e.Text("EventId"), e.Text("CloudTrailEvent")))],
            answer.Text("NextToken") is { Length: > 0 } next ? next : null
        );
    }

    /// <summary>Times are whole seconds, both ends included.</summary>
    private static void Write(
        Utf8JsonWriter writer,
        EventLookup lookup,
        DateTimeOffset from,
        DateTimeOffset to,
        string? token
    )
    {
        writer.WriteStartArray("LookupAttributes");
        writer.WriteStartObject();
        writer.WriteString("AttributeKey", lookup.Attribute);
        writer.WriteString("AttributeValue", lookup.Value);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteNumber("StartTime", from.ToUnixTimeSeconds());
        writer.WriteNumber("EndTime", to.ToUnixTimeSeconds());
        writer.WriteNumber("MaxResults", PageSize);
        if (token is not null)
            writer.WriteString("NextToken", token);
    }
}
