using System.Text;
using System.Text.Json;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Finds the records in what other tools wrap around them: `detail` of EventBridge's events, `@message` of Logs Insights, `message` of log
/// events, `CloudTrailEvent` of LookupEvents; as objects, or as text that holds JSON.
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
        var options = new JsonDocumentOptions { MaxDepth = TrailEventReader.Options.MaxDepth };
        using var document = JsonDocument.Parse(text, options);
        Collect(document.RootElement, 0, found);
        return found;
    }

    private static void Collect(JsonElement value, int depth, List<byte[]> found)
    {
        if (depth > MostDepth)
            return;
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                Collect(item, depth + 1, found);
        else if (value.ValueKind == JsonValueKind.String)
            Unfold(value.GetString() ?? "", found);
        else if (value.ValueKind == JsonValueKind.Object)
            CollectObject(value, depth, found);
    }

    private static void CollectObject(JsonElement value, int depth, List<byte[]> found)
    {
        if (value.TryGetProperty("eventName", out _) && value.TryGetProperty("eventSource", out _))
        {
            found.Add(Encoding.UTF8.GetBytes(value.GetRawText()));
            return;
        }
        foreach (var property in value.EnumerateObject())
            Collect(property.Value, depth + 1, found);
    }

    private static void Unfold(string text, List<byte[]> found)
    {
        if (text.StartsWith('{') && text.Contains("\"eventName\"", StringComparison.Ordinal))
            found.AddRange(In(Encoding.UTF8.GetBytes(text)));
    }
}
