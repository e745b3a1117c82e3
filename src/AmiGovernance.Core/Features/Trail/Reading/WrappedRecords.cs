using System.Text;
using System.Text.Json;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Finds the records in what other tools wrap around them: `detail` of EventBridge's events, `Message` and `Body` of topics and queues,
/// `@message` of Logs Insights, `message` of log events, `CloudTrailEvent` of LookupEvents, rows of queries; as objects, as text that
/// holds JSON, or as the packed data of streams (CloudWatch Logs user guide, "Log group-level subscription filters").
/// </summary>
internal static class WrappedRecords
{
    private const int MostDepth = 16;

    /// <summary>The records in an object that is none itself; none when there are none, or when it is no JSON.</summary>
    public static List<byte[]> TryIn(ReadOnlyMemory<byte> text)
    {
        try
        {
            return In(text);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Throws <see cref="JsonException"/> when it is no JSON, or a text in it begins like a record and is none.</summary>
    public static List<byte[]> In(ReadOnlyMemory<byte> text)
    {
        var found = new List<byte[]>();
        CollectText(text.Span, 0, found);
        return found;
    }

    /// <summary>
    /// Notifications of S3, Kinesis, DynamoDB and queues have an `eventName` or `eventSource` too; they are no calls (Lambda developer
    /// guide, "Invoking Lambda with events from other AWS services").
    /// </summary>
    public static bool IsCallSource(string source) => !source.StartsWith("aws:", StringComparison.Ordinal);

    /// <summary>All values of a text, one after the other.</summary>
    private static void CollectText(ReadOnlySpan<byte> text, int depth, List<byte[]> found)
    {
        var options = TrailEventReader.Options with { AllowMultipleValues = true };
        var reader = new Utf8JsonReader(text, options);
        while (reader.Read())
        {
            using var document = JsonDocument.ParseValue(ref reader);
            Collect(document.RootElement, depth, found);
        }
    }

    private static void Collect(JsonElement value, int depth, List<byte[]> found)
    {
        if (depth > MostDepth)
            return;
        if (value.ValueKind == JsonValueKind.Array && RecordRow.Read(value) is { } row)
            found.Add(row);
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                Collect(item, depth + 1, found);
        else if (value.ValueKind == JsonValueKind.String)
            Unfold(value.GetString() ?? "", depth, found);
        else if (value.ValueKind == JsonValueKind.Object)
            CollectObject(value, depth, found);
    }

    private static void CollectObject(JsonElement value, int depth, List<byte[]> found)
    {
        if (IsRecord(value))
        {
            found.Add(Encoding.UTF8.GetBytes(value.GetRawText()));
            return;
        }
        if (RecordRow.Tables(value) is { } rows)
        {
            found.AddRange(rows);
            return;
        }
        foreach (var property in value.EnumerateObject())
            Collect(property.Value, depth + 1, found);
    }

    private static bool IsRecord(JsonElement value) =>
        value.TryGetProperty("eventName", out _)
        && value.TryGetProperty("eventSource", out var source)
        && (source.ValueKind != JsonValueKind.String || IsCallSource(source.GetString() ?? ""));

    private static void Unfold(string text, int depth, List<byte[]> found)
    {
        var begin = text.AsSpan().TrimStart();
        if (begin.StartsWith("{") || begin.StartsWith("["))
        {
            if (
                text.Contains("eventName", StringComparison.Ordinal)
                || text.Contains("\"data\"", StringComparison.Ordinal)
            )
                CollectText(Encoding.UTF8.GetBytes(text), depth + 1, found);
        }
        else if (Packed.Open(text) is { } opened)
            TryCollect(opened, depth, found);
        else if (text.IndexOf('{') is > 0 and var at && text.Contains("eventName", StringComparison.Ordinal))
            TryCollect(Encoding.UTF8.GetBytes(text[at..]), depth, found);
    }

    /// <summary>What may be something else is no damaged record.</summary>
    private static void TryCollect(byte[] text, int depth, List<byte[]> found)
    {
        try
        {
            CollectText(text, depth + 1, found);
        }
        catch (JsonException)
        {
            // Words around a record end here; what was found before stays.
        }
    }
}
