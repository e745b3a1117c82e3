using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CheckCertificate;

internal sealed class RejectedException(string message) : Exception(message)
{
    public static RejectedException Unknown(string place, object? what) => new($"cannot check: {place}: {what}");
}

/// <summary>One request.</summary>
/// <param name="Owner">`ec2:Owner`: the owning account, or an alias.</param>
internal sealed record Request(string Owner, string OwnerAccount, string Account, string Arn, DateTimeOffset Time);

/// <summary>An operator with one key and its values.</summary>
internal sealed record Condition(string Operator, string Key, ImmutableHashSet<string> Values)
{
    public DateTimeOffset Date { get; } =
        Operator.StartsWith("Date") ? DateTimeOffset.Parse(Values.Single(), CultureInfo.InvariantCulture) : default;

    public bool Holds(Request request) =>
        Key switch
        {
            "ec2:Owner" => Values.Contains(request.Owner),
            "aws:ResourceAccount" => Values.Contains(request.OwnerAccount),
            "aws:PrincipalAccount" => Values.Contains(request.Account),
            "aws:PrincipalArn" => Principal.MatchesAny(Values, request.Arn),
            _ => request.Time >= Date,
        } != Operator.Contains("Not");
}

/// <summary>A statement that denies, in a grammar that is small on purpose: nothing else can be checked.</summary>
internal sealed partial record Statement(string Name, bool IsOnImages, ImmutableHashSet<string> Actions)
{
    [GeneratedRegex(
        "^(String(Not)?Equals (ec2:Owner|aws:(Resource|Principal)Account) [a-z0-9-]+|ArnNotLike aws:PrincipalArn arn:(\\*|aws[a-z-]*):iam::(\\*|\\d{12}):(role|user)/[^:\\$]+|DateGreaterThanEquals aws:CurrentTime \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)$"
    )]
    private static partial Regex Known { get; }

    public ImmutableArray<Condition> Conditions { get; private init; } = [];

    public bool Denies(Request request) => Conditions.All(c => c.Holds(request));

    /// <summary>Other resources of a call than images have no owner.</summary>
    public bool IsClearOn(bool images) =>
        IsOnImages ? images : Conditions.All(c => c.Key is not ("ec2:Owner" or "aws:ResourceAccount"));

    public static IEnumerable<Statement> Read(string document, byte[] json)
    {
        var root = Json.Parse(json);
        Json.Only(document, root, "Version", "Statement");
        return Json.Items(root["Statement"]).Select((s, i) => Read(s, $"{document}#{i}"));
    }

    private static Statement Read(JsonNode node, string place)
    {
        Json.Only(place, node, "Sid", "Effect", "Action", "Resource", "Condition");
        var (effect, resource) = (Json.Texts(node["Effect"]), Json.Texts(node["Resource"]));
        var actions = Json.Texts(node["Action"]).Select(a => a.ToLowerInvariant()).ToImmutableHashSet();
        var conditions =
            from byOperator in node["Condition"]?.AsObject() ?? []
            from byKey in byOperator.Value!.AsObject()
            select new Condition(byOperator.Key, byKey.Key, [.. Json.Texts(byKey.Value)]);
        var asked = conditions.SelectMany(c => c.Values.Select(v => $"{c.Operator} {c.Key} {v}"));
        if (effect is not ["Deny"] || resource is not ["*" or "arn:*:ec2:*::image/*"])
            throw RejectedException.Unknown(place, $"{node["Effect"]} on {node["Resource"]}");
        var patterns = actions.Where(a => a.AsSpan().ContainsAny('*', '?'));
        if (patterns.Concat(asked.Where(a => !Known.IsMatch(a))).FirstOrDefault() is { } unknown)
            throw RejectedException.Unknown(place, unknown);
        return new Statement($"{place} {node["Sid"]}", resource is not ["*"], actions) { Conditions = [.. conditions] };
    }
}

/// <summary>ARNs of principals, and patterns of them.</summary>
internal static class Principal
{
    /// <summary>Stands for any text: whatever pattern it matches, it matches by a `*`.</summary>
    private static readonly string Anything = new('¶', 200);

    public static string AccountOf(string pattern) => pattern.Split(':')[4];

    public static bool MatchesAny(IEnumerable<string> patterns, string arn) =>
        patterns.Any(p => FileSystemName.MatchesSimpleExpression(p, arn, ignoreCase: false));

    /// <summary>One that matches none, and for each pattern one that matches no other, unless all that match it do.</summary>
    public static IEnumerable<string> In(string account, IEnumerable<string> patterns) =>
        patterns
            .Where(p => AccountOf(p) is "*" || AccountOf(p) == account)
            .Select(p => p.Replace("::*:", $"::{account}:").Replace("*", Anything).Replace('?', '¶'))
            .Prepend($"arn:aws:sts::{account}:federated-user/somebody");
}

/// <summary>The part of the declarative policy for EC2 that governs images.</summary>
internal sealed class Declarative(JsonNode root)
{
    public const string Name = "organizations/declarative-policy-ec2.json";
    private const string Lock = "@@operators_allowed_for_child_policies";

    private readonly JsonNode? images = root["ec2_attributes"]?["allowed_images_settings"];
    private readonly JsonNode? access = root["ec2_attributes"]?["image_block_public_access"];

    public bool IsEnforced => Assigned(images?["state"]) is ["enabled"];

    public bool BlocksPublicAccess => Assigned(access?["state"]) is ["block_new_sharing"];

    /// <summary>Those of each criterion.</summary>
    public List<string[]> Providers =>
        [.. Nodes(images?["image_criteria"]).Select(c => Assigned(c?["allowed_image_providers"]))];

    /// <summary>A lock covers its own node and new ones below it, so that each node must have one.</summary>
    public bool IsLocked => IsLockedBelow(images) && IsLockedBelow(access);

    private static bool IsLockedBelow(JsonNode? node) =>
        node is not JsonObject || Json.Texts(node[Lock]) is ["@@none"] && Nodes(node).All(IsLockedBelow);

    private static IEnumerable<JsonNode?> Nodes(JsonNode? node) =>
        node is JsonObject found ? found.Where(m => !m.Key.StartsWith("@@")).Select(m => m.Value) : [];

    private static string[] Assigned(JsonNode? node)
    {
        Json.Only(Name, node ?? new JsonObject(), "@@assign", Lock);
        return Json.Texts(node?["@@assign"]);
    }
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

    /// <summary>What is not known is not passed over.</summary>
    public static void Only(string place, JsonNode node, params string[] names)
    {
        if (node.AsObject().FirstOrDefault(m => !names.Contains(m.Key)) is { Key: { } other })
            throw RejectedException.Unknown(place, other);
    }
}
