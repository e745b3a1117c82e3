using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// A record as rows of queries show it: Athena's table of CloudTrail (Athena user guide, "Create a table for CloudTrail logs"), CloudTrail
/// Lake (CloudTrail user guide, "CloudTrail Lake supported event schemas"), the discovered fields of Logs Insights.
/// </summary>
internal static class RecordRow
{
    private static readonly string[] Names =
    [
        "eventVersion",
        "eventTime",
        "eventSource",
        "eventName",
        "awsRegion",
        "sourceIPAddress",
        "userAgent",
        "errorCode",
        "errorMessage",
        "requestID",
        "eventID",
        "eventType",
        "eventCategory",
        "recipientAccountId",
        "vpcEndpointId",
        "userIdentity",
        "requestParameters",
        "responseElements",
    ];

    /// <summary>The row of CloudTrail Lake or Logs Insights in a list of cells; null when it is none.</summary>
    public static byte[]? Read(JsonElement cells)
    {
        var row = new List<(string Column, string Value)>();
        foreach (var cell in cells.EnumerateArray())
        {
            if (cell.ValueKind != JsonValueKind.Object)
                return null;
            if (Text(cell, "field") is { } field)
                row.Add((field, Text(cell, "value") ?? ""));
            else if (cell.EnumerateObject().ToList() is [{ Value.ValueKind: JsonValueKind.String } only])
                row.Add((only.Name, only.Value.GetString() ?? ""));
            else
                return null;
        }
        return Read(row);
    }

    /// <summary>The records of an Athena `ResultSet`, whose first row has the columns' names; null when the object is none.</summary>
    public static IEnumerable<byte[]>? Tables(JsonElement value)
    {
        if (!value.TryGetProperty("Rows", out var rows) || rows.ValueKind != JsonValueKind.Array)
            return null;
        return Table([.. rows.EnumerateArray().Select(Cells)]);
    }

    /// <summary>The records of a table whose first row has the columns' names.</summary>
    public static IEnumerable<byte[]> Table(IReadOnlyList<IReadOnlyList<string>> rows) =>
        rows.Count == 0 ? [] : rows.Skip(1).Select(r => Read([.. rows[0].Zip(r)])).OfType<byte[]>();

    /// <summary>Null when the columns do not tell of which call the row is.</summary>
    private static byte[]? Read(List<(string Column, string Value)> row)
    {
        var record = new JsonObject();
        foreach (var (column, value) in row)
            Set(record, column, value);
        return record.ContainsKey("eventName") && record.ContainsKey("eventSource")
            ? Encoding.UTF8.GetBytes(record.ToJsonString())
            : null;
    }

    private static void Set(JsonObject record, string column, string value)
    {
        var path = column.Split('.');
        if (
            Array.Find(Names, n => n.Equals(path[0], StringComparison.OrdinalIgnoreCase)) is not { } name
            || value.Length == 0
        )
            return;
        Set(record, [name, .. path.Skip(1)], StructText.Parse(value));
    }

    /// <summary>Logs Insights names what stands in lists by its place: `requestParameters.instancesSet.items.0.imageId`.</summary>
    private static void Set(JsonNode parent, ReadOnlySpan<string> path, JsonNode? value)
    {
        if (path is [var last])
        {
            Put(parent, last, value);
            return;
        }
        if (At(parent, path[0]) is not { } child)
            Put(parent, path[0], child = int.TryParse(path[1], out _) ? new JsonArray() : new JsonObject());
        Set(child, path[1..], value);
    }

    private static JsonNode? At(JsonNode parent, string step)
    {
        var found = parent switch
        {
            JsonArray list when int.TryParse(step, out var place) && place < list.Count => list[place],
            JsonObject one => one[step],
            _ => null,
        };
        return found is JsonObject or JsonArray ? found : null;
    }

    private static void Put(JsonNode parent, string step, JsonNode? value)
    {
        if (parent is JsonArray list)
            list.Add(value);
        else if (parent is JsonObject one)
            one[step] = value;
    }

    private static IReadOnlyList<string> Cells(JsonElement row) =>
        row.ValueKind == JsonValueKind.Object
        && row.TryGetProperty("Data", out var data)
        && data.ValueKind == JsonValueKind.Array
            ? [.. data.EnumerateArray().Select(c => Text(c, "VarCharValue") ?? "")]
            : [];

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
