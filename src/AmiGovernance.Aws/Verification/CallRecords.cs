using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Aws.Verification;

/// <summary>CloudTrail's LookupEvents: 90 days, management events, one attribute, two calls a second (CloudTrail API reference).</summary>
internal sealed class CallRecords(AwsSession session) : ICallRecords
{
    /// <summary>The newest hundred: a test looks for what it did minutes ago.</summary>
    private const int Pages = 2;

    public async Task<ImmutableArray<RecordedCall>> LookUp(
        VerificationPlace place,
        string operation,
        DateTimeOffset since,
        CancellationToken cancel
    )
    {
        using var client = await session.CloudTrail(place.Account, place.Region, cancel);
        var found = ImmutableArray.CreateBuilder<RecordedCall>();
        var token = (string?)null;
        for (var page = 0; page < Pages; page++)
        {
            var next = token;
            var answer = await AwsCalls.Run(
                "cloudtrail:LookupEvents",
                () => client.Call("LookupEvents", writer => Write(writer, operation, since, next), cancel),
                cancel
            );
            foreach (var entry in answer.GetProperty("Events").EnumerateArray())
                if (entry.TryGetProperty("CloudTrailEvent", out var text) && Read(text.GetString()) is { } recorded)
                    found.Add(recorded);
            token = answer.TryGetProperty("NextToken", out var more) ? more.GetString() : null;
            if (string.IsNullOrEmpty(token))
                break;
        }
        return found.ToImmutable();
    }

    private static void Write(Utf8JsonWriter writer, string operation, DateTimeOffset since, string? token)
    {
        writer.WriteStartArray("LookupAttributes");
        writer.WriteStartObject();
        writer.WriteString("AttributeKey", "EventName");
        writer.WriteString("AttributeValue", operation);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteNumber("StartTime", since.ToUnixTimeSeconds());
        writer.WriteNumber("MaxResults", 50);
        if (token is not null)
            writer.WriteString("NextToken", token);
    }

    private static RecordedCall? Read(string? record)
    {
        using var tree = JsonDocument.Parse(record ?? "{}");
        return Text(tree.RootElement, "requestID") is { Length: > 0 } request
            ? new RecordedCall(Text(tree.RootElement, "eventID"), request, Text(tree.RootElement, "errorCode"))
            : null;
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String
            ? found.GetString() ?? ""
            : "";
}
