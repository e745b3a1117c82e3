using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Decisions;

internal sealed record FoundPolicy(JsonDocumentTree Tree, OrganizationPolicyType Type);

/// <summary>
/// The policies of a file: a policy document as it is, the output of `aws organizations describe-policy`, a Terraform plan
/// (`terraform show -json`, resources `aws_organizations_policy`), or a CloudFormation template in JSON
/// (`AWS::Organizations::Policy`).
/// </summary>
internal static class PoliciesInFile
{
    public static readonly DiagnosticDescriptor NothingFound = new(
        "AMI0344",
        Severity.Warning,
        "no policy that can be judged"
    );

    public static IReadOnlyList<FoundPolicy> Find(JsonDocumentTree tree, DiagnosticBag bag)
    {
        if (tree.Root is not JsonObject root)
            return [Plain(tree)];
        if (root["Policy"] is JsonObject described)
            return Unpacked(tree, bag, [(described["Content"], Type(described["PolicySummary"], "Type"), described)]);
        if (root["EffectivePolicy"] is JsonObject merged)
        {
            Report(
                tree,
                bag,
                merged,
                "an effective policy is what AWS made of the policies that are attached: judge those"
            );
            return [];
        }
        if (root["planned_values"] is JsonObject planned)
            return Unpacked(tree, bag, Resources(planned["root_module"]));
        return root["Resources"] is JsonObject resources && root["Statement"] is null
            ? Unpacked(tree, bag, Templates(resources))
            : [Plain(tree)];
    }

    private static FoundPolicy Plain(JsonDocumentTree tree) => new(tree, Guess(tree));

    private static List<FoundPolicy> Unpacked(
        JsonDocumentTree tree,
        DiagnosticBag bag,
        IEnumerable<(JsonNode? Content, string? Type, JsonNode Holder)> contents
    )
    {
        var found = new List<FoundPolicy>();
        var any = false;
        foreach (var (content, name, holder) in contents)
        {
            any = true;
            var isOther = name is not null && OrganizationPolicyTypes.FromName(name) is null;
            if (isOther || Text(content) is not { } text)
                Report(tree, bag, holder, isOther ? $"policies of type `{name}` are not judged" : Unknown);
            else if (
                JsonParser.Parse(SourceText.FromString($"{tree.Source.Path}#{content?.Pointer}", text), bag) is
                { } inner
            )
                found.Add(new FoundPolicy(inner, OrganizationPolicyTypes.FromName(name) ?? Guess(inner)));
        }
        if (!any)
            Report(tree, bag, tree.Root, "the file holds no policy of AWS Organizations");
        return found;
    }

    private const string Unknown = "the content of the policy is not known yet, or made by a function";

    private static void Report(JsonDocumentTree tree, DiagnosticBag bag, JsonNode at, string message) =>
        bag.Report(NothingFound, tree.At(at), message);

    /// <summary>Null for what is no document: absent, or an intrinsic function such as `Fn::Sub`.</summary>
    private static string? Text(JsonNode? content) =>
        content switch
        {
            JsonString text => text.Value,
            JsonObject document
                when !document.Properties.Any(p =>
                    p.Name is "Ref" || p.Name.StartsWith("Fn::", StringComparison.Ordinal)
                ) => JsonNodeWriter.Minified(document),
            _ => null,
        };

    private static string? Type(JsonNode? holder, string key) => ((holder as JsonObject)?[key] as JsonString)?.Value;

    /// <summary>Modules nest (Terraform, "JSON Output Format": `child_modules`).</summary>
    private static IEnumerable<(JsonNode? Content, string? Type, JsonNode Holder)> Resources(JsonNode? module)
    {
        if (module is not JsonObject found)
            yield break;
        foreach (var resource in Items(found["resources"]).Where(r => Type(r, "type") == "aws_organizations_policy"))
        {
            var values = resource["values"] as JsonObject;
            yield return (values?["content"], Type(values, "type") ?? "SERVICE_CONTROL_POLICY", resource);
        }
        foreach (var inner in Items(found["child_modules"]).SelectMany(Resources))
            yield return inner;
    }

    private static IEnumerable<(JsonNode? Content, string? Type, JsonNode Holder)> Templates(JsonObject resources)
    {
        foreach (var resource in resources.Properties.Select(p => p.Value).OfType<JsonObject>())
            if (
                Type(resource, "Type") == "AWS::Organizations::Policy"
                && resource["Properties"] is JsonObject properties
            )
                yield return (properties["Content"], Type(properties, "Type"), resource);
    }

    private static IEnumerable<JsonObject> Items(JsonNode? node) =>
        (node as JsonArray)?.Items.OfType<JsonObject>() ?? [];

    private static OrganizationPolicyType Guess(JsonDocumentTree tree)
    {
        var root = tree.Root as JsonObject;
        // `ec2` around it is how the first drafts of such policies wrote them; the parser says so.
        if (
            (
                root?[DeclarativeAttributes.Root]
                ?? root?["content"]
                ?? (root?["ec2"] as JsonObject)?[DeclarativeAttributes.Root]
            )
            is not null
        )
            return OrganizationPolicyType.DeclarativePolicyEc2;
        return IsResourceControlPolicy(root)
            ? OrganizationPolicyType.ResourceControlPolicy
            : OrganizationPolicyType.ServiceControlPolicy;
    }

    /// <summary>
    /// An RCP has `Principal` `*` in each statement, which an SCP must not have, and covers no EC2 action (AWS Organizations user guide,
    /// "Resource control policies").
    /// </summary>
    private static bool IsResourceControlPolicy(JsonObject? root)
    {
        var statements = Members(root?["Statement"]);
        return statements.Count > 0
            && statements.All(s =>
                s is JsonObject statement && Type(statement, "Principal") == "*" && !NamesEc2(statement)
            );
    }

    private static bool NamesEc2(JsonObject statement) =>
        Members(statement["Action"])
            .OfType<JsonString>()
            .Any(a => a.Value.StartsWith("ec2:", StringComparison.OrdinalIgnoreCase));

    /// <summary>One value or a list of them, as IAM's grammar allows.</summary>
    private static IReadOnlyList<JsonNode> Members(JsonNode? node)
    {
        if (node is JsonArray array)
            return array.Items;
        return node is null ? [] : [node];
    }
}
