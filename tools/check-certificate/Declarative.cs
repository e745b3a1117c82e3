namespace CheckCertificate;

/// <summary>The part of the declarative policy for EC2 that governs images.</summary>
internal sealed class Declarative(JsonNode? images, JsonNode? access)
{
    public const string Name = "organizations/declarative-policy-ec2.json";
    private const string Lock = "@@operators_allowed_for_child_policies";

    public bool IsEnforced { get; } = Assigned(images?["state"]) is ["enabled"];

    public bool BlocksPublicAccess { get; } = Assigned(access?["state"]) is ["block_new_sharing"];

    /// <summary>Those of each criterion.</summary>
    public List<string[]> Providers =>
        [.. Nodes(images?["image_criteria"]).Select(c => Assigned(c?["allowed_image_providers"]))];

    /// <summary>A lock covers its own node and new ones below it, so that each node must have one.</summary>
    public bool IsLocked => IsLockedBelow(images) && IsLockedBelow(access);

    private static bool IsLockedBelow(JsonNode? node) =>
        node is not JsonObject || Json.Texts(node[Lock]) is ["@@none"] && Nodes(node).All(IsLockedBelow);

    private static IEnumerable<JsonNode?> Nodes(JsonNode? node) =>
        node is JsonObject found ? found.Where(m => !m.Key.StartsWith("@@")).Select(m => m.Value) : [];

    private static string[] Assigned(JsonNode? node) =>
        node is null ? [] : Json.Texts(Json.Only(Name, node, "@@assign", Lock)["@@assign"]);
}
