using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiGovernance.Sandbox.Services;

/// <summary>
/// The form of an event pattern (EventBridge user guide, "Amazon EventBridge event patterns" and "Comparison operators"). No event is
/// held against it.
/// </summary>
internal static class EventPattern
{
    private const string Either = "$or";

    private static readonly string[] Comparisons =
    [
        "anything-but",
        "cidr",
        "equals-ignore-case",
        "exists",
        "numeric",
        "prefix",
        "suffix",
        "wildcard",
    ];

    /// <summary>In EventBridge's words; null for a good pattern.</summary>
    public static string? Problem(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject pattern ? OfObject(pattern) : "Filter is not an object";
        }
        catch (JsonException)
        {
            return "Pattern is not JSON";
        }
    }

    private static string? OfObject(JsonObject pattern) =>
        pattern.Count == 0
            ? "Empty objects are not allowed"
            : pattern.Select(m => OfMember(m.Key, m.Value)).FirstOrDefault(p => p is not null);

    private static string? OfMember(string name, JsonNode? value) =>
        value switch
        {
            JsonObject below => OfObject(below),
            JsonArray { Count: 0 } => "Empty arrays are not allowed",
            JsonArray patterns when name == Either => OfEither(patterns),
            JsonArray values => values.Select(OfValue).FirstOrDefault(p => p is not null),
            _ => $"\"{name}\" must be an object or an array",
        };

    private static string? OfEither(JsonArray patterns) =>
        patterns
            .Select(p => p is JsonObject one ? OfObject(one) : "There must be objects in $or")
            .FirstOrDefault(p => p is not null);

    private static string? OfValue(JsonNode? value) =>
        value switch
        {
            JsonArray => "Match value must be String, number, true, false, or null",
            JsonObject { Count: 1 } comparison => OfComparison(comparison.First().Key),
            JsonObject => "Only one key allowed in match expression",
            _ => null,
        };

    private static string? OfComparison(string name) =>
        Comparisons.Contains(name) ? null : $"Unrecognized match type {name}";
}
