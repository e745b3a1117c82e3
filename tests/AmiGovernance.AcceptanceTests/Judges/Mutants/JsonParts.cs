using System.Text.Json.Nodes;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>Parts of policies as JSON: one value or a list of them everywhere.</summary>
internal static class JsonParts
{
    public static string[] Values(this JsonNode? node) =>
        node switch
        {
            null => [],
            JsonArray list => [.. list.Select(v => v!.GetValue<string>())],
            _ => [node.GetValue<string>()],
        };

    public static JsonNode ToNode(params IEnumerable<string> values) =>
        values.ToList() is [var only]
            ? JsonValue.Create(only)!
            : new JsonArray([.. values.Select(v => JsonValue.Create(v))]);

    /// <summary>Adds a condition, or takes its place.</summary>
    public static void SetCondition(this JsonObject statement, string name, string key, params string[] values)
    {
        var conditions = statement["Condition"]?.AsObject();
        if (conditions is null)
            statement["Condition"] = conditions = [];
        if (conditions[name] is not JsonObject keys)
            conditions[name] = keys = [];
        keys[key] = ToNode(values);
    }

    public static void DropCondition(this JsonObject statement, string name, string key)
    {
        var conditions = statement["Condition"]!.AsObject();
        var keys = conditions[name]!.AsObject();
        keys.Remove(key);
        if (keys.Count == 0)
            conditions.Remove(name);
        if (conditions.Count == 0)
            statement.Remove("Condition");
    }
}
