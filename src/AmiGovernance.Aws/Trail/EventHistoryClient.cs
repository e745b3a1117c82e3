using System.Collections.Concurrent;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Aws.Trail;

/// <summary>LookupEvents of CloudTrail (CloudTrail API reference).</summary>
internal sealed class EventHistoryClient(AwsSession session, TimeProvider time) : IEventHistory
{
    private const int PageSize = 50;

    /// <summary>For each account and Region, whoever asks.</summary>
    private const int CallsPerSecond = 2;

    private readonly ConcurrentDictionary<(AccountId, RegionName), RateLimiter> limiters = new();
    private readonly RetryPolicy retries = new(time);

    public async Task<LookupPage> LookupEvents(
        AccountId account,
        RegionName region,
        EventLookup lookup,
        DateTimeOffset from,
        DateTimeOffset to,
        string? token,
        CancellationToken cancel
    )
    {
        var limiter = limiters.GetOrAdd((account, region), _ => new RateLimiter(CallsPerSecond, CallsPerSecond, time));
        using var client = await session.CloudTrail(account, region.Value, cancel);
        var answer = await retries.Run(
            "cloudtrail:LookupEvents",
            new CallPlace(account, region),
            () =>
                limiter.Run(
                    () => client.Call("LookupEvents", writer => Write(writer, lookup, from, to, token), cancel),
                    cancel
                ),
            cancel
        );
        var next = answer.Text("NextToken");
        return new LookupPage(
            [.. answer.Items("Events").Select(e => new LookedUpEvent(e.Text("EventId"), e.Text("CloudTrailEvent")))],
            next.Length > 0 ? next : null
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
