namespace CheckCertificate;

internal sealed class RejectedException(string message) : Exception(message)
{
    public static RejectedException Unknown(string place, string what) => new($"cannot check: {place}: {what}");
}

internal static class Json
{
    public static JsonNode Parse(byte[] json) =>
        JsonNode.Parse(json, null, new JsonDocumentOptions { AllowDuplicateProperties = false }) ?? new JsonObject();

    /// <summary>One value, or a list of them.</summary>
    public static IEnumerable<JsonNode> Items(JsonNode? node) =>
        node is JsonArray list ? list.OfType<JsonNode>()
        : node is null ? []
        : [node];

    public static string[] Texts(JsonNode? node) => [.. Items(node).Select(n => n.GetValue<string>())];

    /// <summary>What objects have under a name; a text stands for itself.</summary>
    public static HashSet<string> Texts(IEnumerable<JsonNode> items, string name) =>
        [.. items.SelectMany(i => Texts(i is JsonObject ? i[name] : i))];

    /// <summary>What is not known is not passed over.</summary>
    public static JsonNode Only(string place, JsonNode node, params string[] names) =>
        node.AsObject().FirstOrDefault(m => !names.Contains(m.Key)) is { Key: { } other }
            ? throw RejectedException.Unknown(place, other)
            : node;
}
