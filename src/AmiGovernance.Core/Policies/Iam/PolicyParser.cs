using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Policies.Iam;

public enum PolicyType
{
    ServiceControlPolicy,
    ResourceControlPolicy,
    IdentityPolicy,
    ResourcePolicy,
}

/// <summary>
/// Reads an IAM policy document (IAM user guide, "Grammar of the IAM JSON policy language"; for SCPs the Organizations user
/// guide, "SCP syntax") and reports every deviation with its place.
/// </summary>
public sealed class PolicyParser
{
    private static readonly string[] DocumentKeys = ["Version", "Id", "Statement"];

    private static readonly string[] StatementKeys =
    [
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ];

    private readonly JsonDocumentTree tree;
    private readonly PolicyType type;
    private readonly DiagnosticBag bag;

    private PolicyParser(JsonDocumentTree tree, PolicyType type, DiagnosticBag bag)
    {
        this.tree = tree;
        this.type = type;
        this.bag = bag;
    }

    /// <summary>For callers who do not report where a policy breaks the grammar, or report it elsewhere.</summary>
    public static Reading<PolicyDocument> Read(SourceText source, PolicyType type) =>
        Reading.Of(bag => Parse(source, type, bag));

    public static Reading<PolicyDocument> Read(JsonDocumentTree tree, PolicyType type) =>
        Reading.Of(bag => Parse(tree, type, bag));

    /// <summary>Null when the text is no JSON object with statements.</summary>
    public static PolicyDocument? Parse(SourceText source, PolicyType type, DiagnosticBag bag) =>
        JsonParser.Parse(source, bag) is { } tree ? Parse(tree, type, bag) : null;

    public static PolicyDocument? Parse(JsonDocumentTree tree, PolicyType type, DiagnosticBag bag) =>
        new PolicyParser(tree, type, bag).ReadDocument();

    private PolicyDocument? ReadDocument()
    {
        if (tree.Root is not JsonObject root)
        {
            Report(tree.Root, $"a policy is a JSON object, found {tree.Root.Kind}");
            return null;
        }
        CheckKeys(root, DocumentKeys, "a policy document");
        if (root["Statement"] is not { } statement)
        {
            Report(root, "the policy has no `Statement`");
            return null;
        }
        var nodes = statement is JsonArray array ? array.Items : [statement];
        if (nodes.Count == 0)
            Report(statement, "the policy has no statement");
        var version = ReadVersion(root);
        var hasVariables = version == PolicyDocument.VersionWithVariables;
        ImmutableArray<Statement> statements =
        [
            .. nodes.Select(ReadStatement).OfType<Statement>().Select(s => s with { HasVariables = hasVariables }),
        ];
        CheckSids(statements);
        return new PolicyDocument(statements) { Version = version, Id = Text(root["Id"]) };
    }

    private string? ReadVersion(JsonObject root)
    {
        if (root["Version"] is not { } node)
            return null;
        var version = Text(node);
        if (version is "2012-10-17" or "2008-10-17")
            return version;
        if (version is not null)
            Report(
                node,
                $"`{version}` is not a policy language version",
                "write `2012-10-17`",
                TextFix.Guess("write 2012-10-17", node.Span, "\"2012-10-17\"")
            );
        return version;
    }

    private Statement? ReadStatement(JsonNode node)
    {
        if (node is not JsonObject found)
        {
            Report(node, $"a statement is an object, found {node.Kind}");
            return null;
        }
        CheckKeys(found, StatementKeys, "a statement");
        var (actions, actionsExcluded) = ReadPair(found, "Action", required: true);
        var (resources, resourcesExcluded) = ReadPair(found, "Resource", required: type != PolicyType.ResourcePolicy);
        foreach (var (action, at) in actions)
            CheckAction(action, at);
        foreach (var (resource, at) in resources)
            CheckResource(resource, at);
        if (type == PolicyType.ResourceControlPolicy)
            CheckResourceControl(found, actions);
        return new Statement(ReadEffect(found))
        {
            Node = node,
            Sid = ReadSid(found),
            Actions = [.. actions.Select(a => a.Text)],
            ActionsExcluded = actionsExcluded,
            Resources = [.. resources.Select(r => r.Text)],
            ResourcesExcluded = resourcesExcluded,
            Principals = ReadPrincipals(found),
            PrincipalsExcluded = found["NotPrincipal"] is not null,
            Conditions = ReadConditions(found),
        };
    }

    /// <summary>
    /// Organizations user guide, "RCP syntax": only `RCPFullAWSAccess`, which is AWS's, allows; `Principal` is `*`; `NotPrincipal`,
    /// `NotAction` and `*` for all actions of all services are not supported.
    /// </summary>
    private void CheckResourceControl(JsonObject statement, List<(string Text, JsonNode Node)> actions)
    {
        if (IsFullAccess(statement))
            return;
        if (statement["Effect"] is JsonString { Value: "Allow" } effect)
            Report(effect, "a resource control policy only denies", "`Deny`; an allow is AWS's own");
        foreach (var name in ResourceControlSyntax.Unsupported)
            if (statement.Find(name) is { } property)
                Report(property.Value, $"`{name}` is not supported in a resource control policy");
        if (statement["Principal"] is { } principal and not JsonString { Value: ResourceControlSyntax.Principal })
            Report(
                principal,
                "`Principal` of a resource control policy is `*`",
                "single principals out with a condition on `aws:PrincipalArn`"
            );
        foreach (var (_, at) in actions.Where(a => a.Text == ResourceControlSyntax.AllActions))
            Report(at, "a resource control policy names a service in each action", "such as `s3:*`");
    }

    private static bool IsFullAccess(JsonObject statement) =>
        statement["Effect"] is JsonString { Value: "Allow" }
        && statement["Condition"] is null
        && ((string[])["Principal", "Action", "Resource"]).All(name => statement[name] is JsonString { Value: "*" });

    private Effect ReadEffect(JsonObject statement)
    {
        var node = statement["Effect"];
        var effect = Text(node);
        if (effect is "Allow")
            return Effect.Allow;
        // A statement without a readable effect counts as a deny: the careful reading.
        if (node is null)
            Report(statement, "the statement has no `Effect`", "add `\"Effect\": \"Deny\"` or `\"Allow\"`");
        else if (effect is not (null or "Deny"))
            Report(
                node,
                $"`{effect}` is not an effect",
                "`Allow` or `Deny`, with this capitalization",
                Correction(DidYouMean.Of(effect, ["Allow", "Deny"]), node.Span)
            );
        return Effect.Deny;
    }

    private string? ReadSid(JsonObject statement)
    {
        var sid = Text(statement["Sid"]);
        if (
            sid is not null
            && statement["Sid"] is { } node
            && type != PolicyType.ResourcePolicy
            && !sid.All(char.IsAsciiLetterOrDigit)
        )
            Report(node, $"the Sid `{sid}` has characters other than letters and digits");
        return sid;
    }

    /// <summary>Reads `X` or `NotX`; exactly one of both is allowed.</summary>
    private (List<(string Text, JsonNode Node)> Values, bool Excluded) ReadPair(
        JsonObject statement,
        string name,
        bool required
    )
    {
        var (plain, negated) = (statement.Find(name), statement.Find("Not" + name));
        if (plain is not null && negated is { } both)
            Report(both.Value, $"a statement cannot have both `{name}` and `Not{name}`");
        if (plain is null && negated is null && required)
            Report(statement, $"the statement needs `{name}` or `Not{name}`");
        return (plain ?? negated) is { } chosen
            ? (Strings(chosen.Value, $"`{chosen.Name}`"), plain is null)
            : ([], false);
    }

    private void CheckAction(string action, JsonNode node)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        if (action == "*" || colon > 0 && colon < action.Length - 1 && !action.Any(char.IsWhiteSpace))
            return;
        Report(node, $"`{action}` is not an action", "the form is `service:Action`, such as `ec2:RunInstances`");
    }

    /// <summary>
    /// IAM user guide, "Access Analyzer policy check reference", "Invalid ARN prefix". What a tool fills in later may be one.
    /// </summary>
    private void CheckResource(string resource, JsonNode node)
    {
        var isFilledIn = resource.Length > 0 && "${<[".Contains(resource[0], StringComparison.Ordinal);
        if (resource == "*" || isFilledIn || resource.StartsWith("arn:", StringComparison.Ordinal))
            return;
        Report(node, $"`{resource}` is not a resource", "the form is `*` or an ARN, such as `arn:*:ec2:*::image/*`");
    }

    private ImmutableArray<PrincipalSet> ReadPrincipals(JsonObject statement)
    {
        if ((statement.Find("Principal") ?? statement.Find("NotPrincipal")) is not { } property)
        {
            if (type is PolicyType.ResourcePolicy or PolicyType.ResourceControlPolicy)
                Report(statement, "the statement needs `Principal`");
            return [];
        }
        if (type is PolicyType.ServiceControlPolicy or PolicyType.IdentityPolicy)
            bag.Report(
                PolicyDiagnostics.NotInScp,
                tree.AtName(property),
                $"`{property.Name}` is not allowed in this type of policy",
                "an SCP applies to all principals of the accounts it is attached to; single them out with a condition on `aws:PrincipalArn`"
            );
        if (property.Value is JsonString { Value: var text })
        {
            if (text != "*")
                Report(property.Value, "a principal is `*` or an object such as `{\"AWS\": \"…\"}`");
            return [new PrincipalSet("*", [text])];
        }
        if (property.Value is JsonObject sets)
            return
            [
                .. sets.Properties.Select(p => new PrincipalSet(
                    p.Name,
                    [.. Strings(p.Value, $"`{p.Name}`").Select(s => s.Text)]
                )),
            ];
        Report(property.Value, $"a principal is a string or an object, found {property.Value.Kind}");
        return [];
    }

    private ImmutableArray<Condition> ReadConditions(JsonObject statement)
    {
        if (statement["Condition"] is not { } node)
            return [];
        if (node is not JsonObject blocks)
        {
            Report(node, $"`Condition` is an object, found {node.Kind}");
            return [];
        }
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        foreach (var block in blocks.Properties)
        {
            CheckOperator(block);
            if (block.Value is not JsonObject keys)
            {
                Report(
                    block.Value,
                    $"the operator `{block.Name}` needs an object of condition keys, found {block.Value.Kind}"
                );
                continue;
            }
            foreach (var key in keys.Properties)
                conditions.Add(ReadCondition(block.Name, key));
        }
        return conditions.ToImmutable();
    }

    private void CheckOperator(JsonProperty block)
    {
        if (ConditionOperators.Split(block.Name) is not null)
            return;
        var bare = block.Name[(block.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var meant = DidYouMean.Of(bare, ConditionOperators.Names.Order(StringComparer.Ordinal));
        bag.Report(
            PolicyDiagnostics.UnknownOperator,
            tree.AtName(block),
            $"`{block.Name}` is not a condition operator",
            meant.Help
        );
    }

    private Condition ReadCondition(string name, JsonProperty key) =>
        new(name, key.Name, [.. Strings(key.Value, $"`{key.Name}`", allowScalars: true).Select(s => s.Text)])
        {
            Node = key.Value,
        };

    /// <summary>One string or a list of them. Conditions also take booleans and numbers.</summary>
    private List<(string Text, JsonNode Node)> Strings(JsonNode node, string what, bool allowScalars = false)
    {
        var items = node is JsonArray array ? array.Items : [node];
        var values = new List<(string, JsonNode)>(items.Count);
        foreach (var item in items)
        {
            var text = item switch
            {
                JsonString s => s.Value,
                JsonBoolean b when allowScalars => b.Value ? "true" : "false",
                JsonNumber n when allowScalars => n.Text,
                _ => null,
            };
            if (text is null)
                Report(item, $"{what} takes strings, found {item.Kind}");
            else
                values.Add((text, item));
        }
        if (items.Count == 0)
            Report(node, $"{what} is an empty list");
        return values;
    }

    private void CheckKeys(JsonObject node, string[] known, string what)
    {
        foreach (var property in node.Properties.Where(p => !known.Contains(p.Name)))
        {
            var meant = DidYouMean.Of(property.Name, known);
            bag.Report(
                PolicyDiagnostics.Grammar,
                tree.AtName(property),
                $"`{property.Name}` is not an element of {what}",
                meant.Help,
                Correction(meant, property.NameSpan)
            );
        }
    }

    private static TextFix? Correction(DidYouMean meant, TextSpan span) =>
        meant.Word is { } word ? TextFix.Guess($"write {word}", span, $"\"{word}\"") : null;

    private void CheckSids(ImmutableArray<Statement> statements)
    {
        foreach (
            var group in statements
                .Where(s => !string.IsNullOrEmpty(s.Sid))
                .GroupBy(s => s.Sid, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
        )
        foreach (var statement in group.Skip(1))
            if (statement.Node is { } node)
                Report(node, $"the Sid `{group.Key}` is used twice");
    }

    private string? Text(JsonNode? node)
    {
        if (node is null or JsonString)
            return (node as JsonString)?.Value;
        Report(node, $"expected a string, found {node.Kind}");
        return null;
    }

    private void Report(JsonNode node, string message, string? help = null, TextFix? fix = null) =>
        bag.Report(PolicyDiagnostics.Grammar, tree.At(node), message, help, fix);
}
