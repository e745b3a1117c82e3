namespace CheckCertificate;

/// <summary>What a statement, a class or the configuration asks of a request.</summary>
internal sealed record Condition(string Key, Set Values, bool IsNegated = false)
{
    public static IEnumerable<Condition> Read(JsonNode? block) =>
        from byOperator in block?.AsObject() ?? []
        from byKey in byOperator.Value!.AsObject()
        let isNegated = byOperator.Key.Contains("Not") || byOperator.Key is "DateLessThan"
        select new Condition(byKey.Key, [.. Json.Texts(byKey.Value)], isNegated);
}

internal sealed record Request(string Kind, string Owner, string OwnerId, string Account, Set Principals, string Time)
{
    /// <summary>Of an image that the caller makes.</summary>
    public Request OnNewImage() => this with { Owner = Account, OwnerId = Account };

    public bool Fulfils(params Condition[] all) => Array.TrueForAll(all, c => Has(c.Key, c.Values) != c.IsNegated);

    private bool Has(string key, Set values) =>
        key switch
        {
            "ec2:Owner" => values.Contains(Owner) || Owner == Account && values.Contains("${aws:PrincipalAccount}"),
            "aws:ResourceAccount" => Kind is not "copy" && values.Contains(OwnerId), // CopyImage does not support it.
            "aws:PrincipalAccount" => values.Contains(Account),
            "aws:PrincipalArn" => values.Overlaps(Principals),
            _ => values.Any(from => string.CompareOrdinal(from, Time) <= 0),
        };
}

/// <summary>All of its requests are denied by the first statement that denies them all, or none of them by any.</summary>
internal sealed record RequestClass(JsonNode Told)
{
    public Condition[] Conditions { get; } = [.. Condition.Read(Told["condition"])];
    public string? DeniedBy => (string?)Told["denied_by"];

    /// <summary>What is left without one of the values; without its last one a condition asks nothing.</summary>
    public IEnumerable<Condition[]> Shortened(Set values) =>
        from condition in Conditions
        from value in condition.Values.Where(v => values.Contains(v) || condition.Values.Count == 1)
        let less = new Condition(condition.Key, [.. condition.Values.Where(v => v != value)], condition.IsNegated)
        select Conditions.Where(c => c != condition).Append(less).Where(c => c.Values.Count > 0).ToArray();
}

internal sealed record Statement(string Name, Set Actions, bool IsOnImages, Condition[] Conditions)
{
    /// <summary>A copy asks about two images.</summary>
    public bool Denies(Request request) =>
        request.Fulfils(Conditions) || request.Kind is "copy" && request.OnNewImage().Fulfils(Conditions);

    /// <summary>Other resources of a call than images have no owner.</summary>
    public bool IsClear(bool onImages) =>
        IsOnImages ? onImages : Array.TrueForAll(Conditions, c => c.Key is not ("ec2:Owner" or "aws:ResourceAccount"));

    public static IEnumerable<Statement> Read(string document, byte[] json)
    {
        var policy = Json.Parse(json);
        // Before this version variables are texts like others.
        Json.Check(document, [$"Policy Version {policy["Version"]}", .. Json.Lines(policy, "Policy ")]);
        return from statement in Json.Items(policy["Statement"]).Index()
            let actions = Json.Texts(statement.Item["Action"]).ToHashSet(StringComparer.OrdinalIgnoreCase)
            let isOnImages = !Json.Texts(statement.Item["Resource"]).Contains("*")
            let name = $"{document}#{statement.Index} {statement.Item["Sid"]}"
            select new Statement(name, actions, isOnImages, [.. Condition.Read(statement.Item["Condition"])]);
    }
}

/// <summary>The part of the declarative policy for EC2 that governs images.</summary>
internal sealed class Declarative(JsonNode? ec2)
{
    public const string Name = "organizations/declarative-policy-ec2.json";
    private const string Governed = "allowed_images_settings image_block_public_access snapshot_block_public_access";
    private const string Lock = "@@operators_allowed_for_child_policies";
    public bool IsEnforced => Values(ec2?["allowed_images_settings"]?["state"]).Contains("enabled");
    public string Mode => IsEnforced ? "enforced" : "in audit mode, where launches are not denied";
    private JsonObject Criteria => ec2?["allowed_images_settings"]?["image_criteria"] as JsonObject ?? [];
    public List<Set> Providers =>
        [.. Criteria.Where(c => !c.Key.StartsWith("@@")).Select(c => Values(c.Value?["allowed_image_providers"]))];

    public bool Blocks(string what, string how) =>
        how is "" or "unblocked" || Values(ec2?[$"{what}_block_public_access"]?["state"]).Contains(how);

    /// <summary>A lock covers its own node and new ones below it, so that each node must have one.</summary>
    public bool IsLocked => Governed.Split(' ').All(name => ec2?[name] is not { } node || IsLockedBelow(node));

    private static bool IsLockedBelow(JsonNode? node) =>
        node is JsonObject found
        && Json.Texts(found[Lock]).SetEquals(["@@none"])
        && found.All(m => m.Key is "@@assign" or Lock || IsLockedBelow(m.Value));

    private static Set Values(JsonNode? node) => Json.Texts(node?["@@assign"]);
}
