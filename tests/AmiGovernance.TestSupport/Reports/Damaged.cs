using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.Reports;

/// <summary>A document that no longer keeps to its schema.</summary>
internal sealed record Damaged(string What, JsonNode Document)
{
    private const string Extra = "nobody_knows_this";

    /// <summary>Documents of AWS, whose members AWS defines.</summary>
    private static readonly string[] Open = ["dashboard_body", "event_pattern"];

    /// <summary>Each required member of the document taken away, and one more member in each object of the document.</summary>
    public static IEnumerable<Damaged> Of(JsonNode document, JsonNode schema)
    {
        foreach (var name in ((JsonArray)schema["required"]!).Select(n => n!.GetValue<string>()))
            yield return new Damaged($"without {name}", Changed(document, [], o => o.Remove(name)));
        foreach (var path in Objects(document, []))
            yield return new Damaged(
                $"one more in /{string.Join('/', path)}",
                Changed(document, path, o => o[Extra] = new JsonArray())
            );
    }

    private static JsonNode Changed(JsonNode document, object[] path, Action<JsonObject> change)
    {
        var copy = document.DeepClone();
        change((JsonObject)path.Aggregate(copy, (node, step) => step is int i ? node[i]! : node[(string)step]!));
        return copy;
    }

    private static IEnumerable<object[]> Objects(JsonNode? node, object[] path) =>
        node switch
        {
            JsonObject members =>
            [
                path,
                .. members.Where(m => !Open.Contains(m.Key)).SelectMany(m => Objects(m.Value, [.. path, m.Key])),
            ],
            JsonArray items => items.SelectMany((item, i) => Objects(item, [.. path, i])),
            _ => [],
        };
}
