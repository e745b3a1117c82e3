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
            yield return (
                values?["content"],
                Type(values, "type") ?? OrganizationPolicyType.ServiceControlPolicy.Name(),
                resource
            );
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

    private static OrganizationPolicyType Guess(JsonDocumentTree tree) =>
        OrganizationPolicyKinds.Guess(tree.Root as JsonObject);
}
