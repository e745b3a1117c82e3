using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
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
        using var client = await session.CloudTrail(place.Account, place.Region.Value, cancel);
        var found = ImmutableArray.CreateBuilder<RecordedCall>();
        var token = "";
        for (var page = 0; page < Pages; page++)
        {
            var next = token;
            var answer = await AwsCalls.Run(
                "cloudtrail:LookupEvents",
                new CallPlace(place.Account, place.Region),
                () => client.Call("LookupEvents", writer => Write(writer, operation, since, next), cancel),
                cancel
            );
            found.AddRange(answer.Items("Events").Select(Read).OfType<RecordedCall>());
            token = answer.Text("NextToken");
            if (token.Length == 0)
                break;
        }
        return found.ToImmutable();
    }

    private static void Write(Utf8JsonWriter writer, string operation, DateTimeOffset since, string token)
    {
        writer.WriteStartArray("LookupAttributes");
        writer.WriteStartObject();
        writer.WriteString("AttributeKey", "EventName");
        writer.WriteString("AttributeValue", operation);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteNumber("StartTime", since.ToUnixTimeSeconds());
        writer.WriteNumber("MaxResults", 50);
        if (token.Length > 0)
            writer.WriteString("NextToken", token);
    }

    /// <summary>Null for a record of no call.</summary>
    /// <param name="entry">Holds the record as text.</param>
    private static RecordedCall? Read(JsonElement entry)
    {
        var text = entry.Text("CloudTrailEvent");
        using var tree = JsonDocument.Parse(text.Length > 0 ? text : "{}");
        var record = tree.RootElement;
        var request = record.Text("requestID");
        return request.Length == 0 ? null : new RecordedCall(record.Text("eventID"), request, record.Text("errorCode"));
    }
}
