using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>
/// Whether child policies can change the image settings: each node must carry
/// `"@@operators_allowed_for_child_policies": ["@@none"]`, for a lock covers its own node and new keys below it only.
/// </summary>
internal static class DeclarativeLocks
{
    /// <summary>The JSON Pointer of the first node without a lock; null when all are locked.</summary>
    public static string? FirstUnlocked(JsonNode root) =>
        DeclarativeAttributes
            .Governed.Select(attribute => attribute.In(root))
            .OfType<JsonNode>()
            .Select(FirstUnlockedIn)
            .FirstOrDefault(p => p is not null)
            ?.Pointer;

    /// <summary>The same for one attribute.</summary>
    /// <param name="node">What the document says of it.</param>
    public static JsonObject? FirstUnlockedIn(JsonNode node)
    {
        if (node is not JsonObject found)
            return null;
        if (!IsLocked(found))
            return found;
        return DeclarativeNodeReader
            .Values(found)
            .Select(p => FirstUnlockedIn(p.Value))
            .FirstOrDefault(p => p is not null);
    }

    private static bool IsLocked(JsonObject node) =>
        node[DeclarativeNodeReader.ChildControl] is JsonArray { Items: [JsonString { Value: "@@none" }] };
}
