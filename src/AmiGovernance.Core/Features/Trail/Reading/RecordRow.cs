using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// A record as rows of queries show it: Athena's table of CloudTrail (Athena user guide, "Create a table for CloudTrail logs"), CloudTrail
/// Lake (CloudTrail user guide, "CloudTrail Lake supported event schemas"), the discovered fields of Logs Insights; as cells, or as an
/// object whose members are such columns.
/// </summary>
internal static class RecordRow
{
    private const string Name = "eventName",
        Source = "eventSource";

    /// <summary>In steps; no column of a record is nested so deep.</summary>
    private const int LongestPath = 32;

    /// <summary>The columns that are objects in a record.</summary>
    private static readonly string[] Structs = ["userIdentity", "requestParameters", "responseElements", "addendum"];

    private static readonly string[] Names =
    [
        "eventVersion",
        "eventTime",
        Source,
        Name,
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
        .. Structs,
    ];

    /// <summary>Whether a member of a record holds, as text, what is an object in CloudTrail's own.</summary>
    /// <param name="reader">At the value of one that is.</param>
    public static bool IsText(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.ValueSpan is [(byte)'{', ..];

    /// <summary>Whether the key at hand is a column that names a place in an object: `userIdentity.arn`.</summary>
    public static bool IsPath(ref Utf8JsonReader reader)
    {
        var dot = reader.ValueSpan.IndexOf((byte)'.');
        return dot > 0 && FindStruct(Encoding.UTF8.GetString(reader.ValueSpan[..dot])) is not null;
    }

    /// <summary>The same as both, of a member of a record.</summary>
    public static bool IsOdd(JsonProperty member) =>
        member.Name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            ? FindStruct(member.Name[..dot]) is not null
            : Structs.Contains(member.Name) && JsonMarshal.GetRawUtf8Value(member.Value) is [(byte)'"', (byte)'{', ..];

    /// <summary>The cells of an array that is a row of CloudTrail Lake or Logs Insights; null when it is none.</summary>
    public static List<(string Column, JsonElement Value)>? Cells(JsonElement array)
    {
        var row = new List<(string Column, JsonElement Value)>();
        foreach (var cell in array.EnumerateArray())
        {
            if (cell.ValueKind != JsonValueKind.Object)
                return null;
            if (Text(cell, "field") is { } field)
                row.Add((field, cell.TryGetProperty("value", out var value) ? value : default));
            else if (cell.EnumerateObject().ToList() is [{ Value.ValueKind: JsonValueKind.String } only])
                row.Add((only.Name, only.Value));
            else
                return null;
        }
        return row;
    }

    /// <summary>The rows of an Athena `ResultSet`, the first of which has the columns' names; null when the object is none.</summary>
    public static List<IReadOnlyList<string>>? Rows(JsonElement value) =>
        value.TryGetProperty("Rows", out var rows) && rows.ValueKind == JsonValueKind.Array
            ? [.. rows.EnumerateArray().Select(Values)]
            : null;

    /// <summary>Whether columns can tell of which call a row is.</summary>
    public static bool IsOfCalls(IEnumerable<string> columns)
    {
        var names = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return names.Contains(Name) && names.Contains(Source);
    }

    /// <summary>The record of a row; null when its cells do not tell of which call it is.</summary>
    /// <exception cref="JsonException">A cell of it is cut or damaged.</exception>
    public static byte[]? Read(IEnumerable<(string Column, JsonElement Value)> row) =>
        Read(row.Select(c => (c.Column, c.Value.ValueKind == JsonValueKind.String ? c.Value.GetString() ?? "" : "")));

    /// <summary>The record of a row; null when its cells do not tell of which call it is.</summary>
    /// <exception cref="JsonException">A cell of it is cut or damaged.</exception>
    public static byte[]? Read(IEnumerable<(string Column, string Value)> row)
    {
        var record = new JsonObject();
        foreach (var (column, value) in row)
            if (value.Length > 0)
                Set(record, column, value);
        return record.ContainsKey(Name) && record.ContainsKey(Source) ? Bytes(record) : null;
    }

    /// <summary>A record as CloudTrail writes it, of one in which columns or texts stand for objects.</summary>
    /// <exception cref="JsonException">It is cut or damaged.</exception>
    public static byte[] Rewrite(ReadOnlyMemory<byte> record)
    {
        using var document = JsonDocument.Parse(record, StructText.Strict);
        var rewritten = new JsonObject();
        foreach (var member in document.RootElement.EnumerateObject())
            if (member.Value.ValueKind == JsonValueKind.String)
                Set(rewritten, member.Name, member.Value.GetString());
            else if (member.Value.ValueKind != JsonValueKind.Null)
                Set(
                    rewritten,
                    member.Name,
                    JsonNode.Parse(member.Value.GetRawText(), documentOptions: StructText.Strict)
                );
        return Bytes(rewritten);
    }

    private static byte[] Bytes(JsonObject record) => Encoding.UTF8.GetBytes(record.ToJsonString());

    private static string? FindStruct(string name) =>
        Array.Find(Structs, s => s.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static void Set(JsonObject record, string column, string? value)
    {
        var isStruct = FindStruct(column.Split('.')[0]) is not null;
        var parsed = isStruct ? StructText.Parse(value ?? "") : value;
        if (isStruct && parsed is JsonValue && value is ['{', ..])
            throw new JsonException($"its `{column}` is cut or damaged.");
        Set(record, column, parsed);
    }

    private static void Set(JsonObject record, string column, JsonNode? value)
    {
        var path = column.Split('.');
        var name = Array.Find(Names, n => n.Equals(path[0], StringComparison.OrdinalIgnoreCase));
        var isKnown = path.Length == 1 || FindStruct(path[0]) is not null && path.Length <= LongestPath;
        if (name is not null && isKnown)
            Set(record, [name, .. path.Skip(1)], value);
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
            Put(parent, path[0], child = uint.TryParse(path[1], out _) ? new JsonArray() : new JsonObject());
        Set(child, path[1..], value);
    }

    private static JsonNode? At(JsonNode parent, string step)
    {
        var found = parent switch
        {
            JsonArray list when uint.TryParse(step, out var place) && place < list.Count => list[(int)place],
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

    private static IReadOnlyList<string> Values(JsonElement row) =>
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
