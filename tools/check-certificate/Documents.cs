namespace CheckCertificate;

internal sealed class RejectedException(string message) : Exception(message)
{
    public static RejectedException Unknown(string place, string what) => new($"cannot check: {place}: {what}");
}

/// <summary>The file, as docs/reference/certificate.md describes it. Other members than these are errors.</summary>
internal sealed record Certificate(
    string FormatVersion,
    string AsOf,
    SortedDictionary<string, string> Documents,
    HashSet<string> ManagedServiceAccounts,
    int[] Proven,
    SortedDictionary<string, string> NotCertified,
    Requests[] Requests
);

internal sealed record Requests(string Kind, string[] Actions, RequestClass[] Classes);

/// <param name="DeniedBy">The first statement that denies all of them; null when none denies any.</param>
internal sealed record RequestClass(Dictionary<string, Values> Where, string? DeniedBy, string? From, string? Until)
{
    public bool Contains(Request request) =>
        Where.All(w => request.Is(w.Key, w.Value))
        && (From is null || !request.IsBefore(From))
        && (Until is null || request.IsBefore(Until));
}

/// <summary>Those that are listed, or all but those; patterns one of which is matched, or none of them.</summary>
internal sealed record Values(HashSet<string>? AnyOf = null, HashSet<string>? NoneOf = null)
{
    public HashSet<string> Listed { get; } = AnyOf ?? NoneOf ?? [];
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = SnakeCaseLower)]
[JsonSerializable(typeof(Certificate))]
internal sealed partial class CertificateJson : JsonSerializerContext;

internal sealed record Request(string Owner, string OwnerAccount, string Account, string Arn, string Time)
{
    public bool IsBefore(string time) => string.CompareOrdinal(Time, time) < 0;

    public bool Is(string key, Values values) => Has(key, values.Listed) == values.AnyOf is not null;

    public bool Has(string key, HashSet<string> values) =>
        key switch
        {
            "ec2:Owner" => values.Contains(Owner),
            "aws:ResourceAccount" => values.Contains(OwnerAccount),
            "aws:PrincipalAccount" => values.Contains(Account),
            "aws:PrincipalArn" => values.Any(p => FileSystemName.MatchesSimpleExpression(p, Arn, ignoreCase: false)),
            "aws:CurrentTime" => !values.All(IsBefore),
            _ => throw RejectedException.Unknown("a condition", key),
        };
}

/// <summary>A statement that denies, in a grammar that is small on purpose: nothing else can be checked.</summary>
internal sealed partial record Statement(string Name, HashSet<string> Actions, bool IsOnImages, Where[] Conditions)
{
    [GeneratedRegex(
        @"^(String(Not)?Equals (ec2:Owner|aws:(Resource|Principal)Account) [a-z0-9-]+|ArnNotLike aws:PrincipalArn arn:(\*|aws[a-z-]*):iam::(\*|\d{12}):(role|user)/[^:?\\$]+|DateGreaterThanEquals aws:CurrentTime \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$"
    )]
    private static partial Regex Known { get; }

    public static bool IsPattern(string arn) => Known.IsMatch($"ArnNotLike aws:PrincipalArn {arn}");

    public bool Denies(Request request) => Array.TrueForAll(Conditions, c => request.Is(c.Key, c.Value));

    /// <summary>Other resources of a call than images have no owner.</summary>
    public bool IsClearOn(bool images) =>
        IsOnImages ? images : Array.TrueForAll(Conditions, c => c.Key is not ("ec2:Owner" or "aws:ResourceAccount"));

    public static IEnumerable<Statement> Read(string document, byte[] json) =>
        Json.Items(Json.Only(document, Json.Parse(json), "Version", "Statement")["Statement"])
            .Select((s, i) => Read(s, $"{document}#{i}"));

    private static Statement Read(JsonNode node, string place)
    {
        Json.Only(place, node, "Sid", "Effect", "Action", "Resource", "Condition");
        var (effect, resource) = (Json.Texts(node["Effect"]), Json.Texts(node["Resource"]));
        if (effect is not ["Deny"] || resource is not ["*" or "arn:*:ec2:*::image/*"])
            throw RejectedException.Unknown(place, $"{node["Effect"]} on {node["Resource"]}");
        var actions = Json.Texts(node["Action"]).Select(a => a.ToLowerInvariant()).ToHashSet();
        var conditions =
            from byOperator in node["Condition"]?.AsObject() ?? []
            from byKey in byOperator.Value!.AsObject()
            select (Name: byOperator.Key, byKey.Key, Values: Json.Texts(byKey.Value).ToHashSet());
        var asked = conditions.SelectMany(c => c.Values.Select(v => $"{c.Name} {c.Key} {v}"));
        var patterns = actions.Where(a => a.AsSpan().ContainsAny('*', '?'));
        foreach (var construct in asked.Where(a => !Known.IsMatch(a)).Concat(patterns))
            throw RejectedException.Unknown(place, construct);
        var read = conditions.Select(c => new Where(
            c.Key,
            c.Name.Contains("Not") ? new(null, c.Values) : new(c.Values)
        ));
        return new Statement($"{place} {node["Sid"]}", actions, resource is not ["*"], [.. read]);
    }
}

/// <summary>The part of the declarative policy for EC2 that governs images.</summary>
internal sealed class Declarative(JsonNode? ec2)
{
    public const string Name = "organizations/declarative-policy-ec2.json";
    private const string Governed = "allowed_images_settings image_block_public_access snapshot_block_public_access";
    private const string Lock = "@@operators_allowed_for_child_policies";
    private readonly JsonNode? images = ec2?["allowed_images_settings"];
    public bool IsEnforced { get; } = Assigned(ec2?["allowed_images_settings"]?["state"]) is ["enabled"];
    public bool BlocksPublicAccess => Assigned(ec2?["image_block_public_access"]?["state"]) is ["block_new_sharing"];
    public List<string[]> Providers =>
        [.. Nodes(images?["image_criteria"]).Select(c => Assigned(c?["allowed_image_providers"]))];

    /// <summary>A lock covers its own node and new ones below it, so that each node must have one.</summary>
    public bool IsLocked => Governed.Split(' ').All(name => IsLockedBelow(ec2?[name]));

    private static bool IsLockedBelow(JsonNode? node) =>
        node is not JsonObject || Json.Texts(node[Lock]) is ["@@none"] && Nodes(node).All(IsLockedBelow);

    private static IEnumerable<JsonNode?> Nodes(JsonNode? node) =>
        node is JsonObject found ? found.Where(m => !m.Key.StartsWith("@@")).Select(m => m.Value) : [];

    private static string[] Assigned(JsonNode? node) =>
        node is null ? [] : Json.Texts(Json.Only(Name, node, "@@assign", Lock)["@@assign"]);
}

internal static class Json
{
    public static JsonNode Parse(byte[] json) =>
        JsonNode.Parse(json, null, new JsonDocumentOptions { AllowDuplicateProperties = false }) ?? new JsonObject();

    public static IEnumerable<JsonNode> Items(JsonNode? node) =>
        (node is JsonArray list ? list : Enumerable.Repeat(node, 1)).OfType<JsonNode>();

    public static string[] Texts(JsonNode? node) => [.. Items(node).Select(n => n.GetValue<string>())];

    public static HashSet<string> Texts(IEnumerable<JsonNode> items, string name) =>
        [.. items.SelectMany(i => Texts(i is JsonObject ? i[name] : i))];

    public static JsonNode Only(string place, JsonNode node, params string[] names) =>
        node.AsObject().FirstOrDefault(m => !names.Contains(m.Key)) is { Key: { } other }
            ? throw RejectedException.Unknown(place, other)
            : node;
}
