using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>What a host says in JSON; what is not there is empty.</summary>
internal static class HostAnswer
{
    private static readonly string[] ReasonKeys = ["message", "error", "errors"];

    /// <summary>The first of a list; null when there is none.</summary>
    public static JsonNode? First(JsonNode? node) => node is JsonArray { Items: [var first, ..] } ? first : null;

    public static string Text(JsonNode? node, string key) => Member(node, key) is JsonString text ? text.Value : "";

    public static string Number(JsonNode? node, string key) =>
        Member(node, key) is JsonNumber number ? number.Text : "";

    /// <summary>Both hosts say why in `message`: a text, or lists of texts by field; GitHub adds `errors`.</summary>
    public static string Reason(JsonNode? body)
    {
        var texts = ReasonKeys.SelectMany(key => Texts(Member(body, key))).Distinct(StringComparer.Ordinal).ToList();
        return texts.Count == 0 ? "without a reason" : string.Join("; ", texts);
    }

    /// <summary>GitHub answers 403 or 429 so (docs.github.com, "Rate limits for the REST API", "Exceeding the rate limit").</summary>
    public static bool IsRateLimit(JsonNode? body) =>
        Reason(body).Contains("rate limit", StringComparison.OrdinalIgnoreCase);

    public static JsonNode? Member(JsonNode? node, string key) => (node as JsonObject)?[key];

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonString text => [text.Value],
            JsonArray array => array.Items.SelectMany(Texts),
            JsonObject found when found["message"] is JsonString message => [message.Value],
            JsonObject found => found.Properties.SelectMany(p => Texts(p.Value)),
            _ => [],
        };
}
