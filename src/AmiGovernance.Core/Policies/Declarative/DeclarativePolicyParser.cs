using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>
/// Reads the image part of an EC2 declarative policy as Organizations accepts it (Organizations user guide, "EC2 policy
/// syntax and examples"): every value is set by an operator such as `@@assign`. Other EC2 attributes are passed over.
/// </summary>
public sealed class DeclarativePolicyParser
{
    private readonly DeclarativeNodeReader reader;

    private DeclarativePolicyParser(DeclarativeNodeReader reader) => this.reader = reader;

    /// <summary>For callers who do not report where a policy breaks the syntax, or report it elsewhere.</summary>
    public static Reading<DeclarativePolicy> Read(SourceText source) => Reading.Of(bag => Parse(source, bag));

    /// <summary>The same for an effective policy as DescribeEffectivePolicy returns it.</summary>
    public static Reading<DeclarativePolicy> ReadEffective(string content) =>
        Reading.Of(bag => ParseEffective(SourceText.FromString("effective policy", content), bag));

    /// <summary>Null when the document does not start at `ec2_attributes`.</summary>
    public static DeclarativePolicy? Parse(SourceText source, DiagnosticBag bag) =>
        JsonParser.Parse(source, bag) is { } tree ? Parse(tree, bag) : null;

    public static DeclarativePolicy? Parse(JsonDocumentTree tree, DiagnosticBag bag) =>
        new DeclarativePolicyParser(new DeclarativeNodeReader(tree, bag)).ReadDocument(tree.Root);

    /// <summary>
    /// Reads an effective policy, whose values stand without operators. It is AWS's own work, so attributes that are not known
    /// here are no mistake but passed over by name; what concerns images and cannot be read is reported.
    /// </summary>
    public static DeclarativePolicy? ParseEffective(SourceText source, DiagnosticBag bag) =>
        JsonParser.Parse(source, bag) is { } tree
            ? new DeclarativePolicyParser(new DeclarativeNodeReader(tree, bag, effective: true)).ReadDocument(tree.Root)
            : null;

    private DeclarativePolicy? ReadDocument(JsonNode root)
    {
        if (Attributes(root) is not { } attributes)
            return null;
        if (!reader.IsEffective)
            reader.CheckKeys(attributes, DeclarativeAttributes.Keys);
        var images = reader.Child(
            attributes,
            DeclarativeAttributes.AllowedImagesSettings.Name,
            ["state", "image_criteria"]
        );
        return new DeclarativePolicy
        {
            ExceptionMessage = reader.Text(attributes["exception_message"]),
            States = States(attributes),
            State = AllowedImagesStates.FromName(State(images, AllowedImagesStates.Names)),
            Criteria = new ImageCriterionReader(reader).Read(images?["image_criteria"]),
            PassedOver = reader.IsEffective ? UnknownAttributes(attributes) : [],
        };
    }

    private static ImmutableArray<string> UnknownAttributes(JsonObject attributes) =>
        [
            .. DeclarativeNodeReader
                .Values(attributes)
                .Select(p => p.Name)
                .Where(name => !DeclarativeAttributes.Keys.Contains(name)),
        ];

    /// <summary>What stands below `ec2_attributes`; null with a report when the document does not start there.</summary>
    private JsonObject? Attributes(JsonNode root)
    {
        if (reader.Object(root, "the policy") is not { } document)
            return null;
        if (document["content"] is not null)
        {
            reader.Report(
                DeclarativeDiagnostics.Grammar,
                root,
                "this is the review envelope, not a policy document",
                "the document that Organizations accepts is `organizations/declarative-policy-ec2.json`"
            );
            return null;
        }
        if (!reader.IsEffective)
            reader.CheckKeys(document, [DeclarativeAttributes.Root]);
        if (document[DeclarativeAttributes.Root] is { } node)
            return reader.Object(node, "`ec2_attributes`");
        reader.Report(
            DeclarativeDiagnostics.Grammar,
            root,
            "the policy has no `ec2_attributes`",
            "an EC2 declarative policy starts there"
        );
        return null;
    }

    private ImmutableSortedDictionary<string, string> States(JsonObject attributes)
    {
        var states = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var attribute in DeclarativeAttributes.WithState)
            if (State(reader.Child(attributes, attribute.Name, ["state"]), attribute.Names) is { } state)
                states[attribute.Name] = state;
        return states.ToImmutable();
    }

    private string? State(JsonObject? attribute, IReadOnlyList<string> allowed)
    {
        if (attribute is null)
            return null;
        if (attribute["state"] is { } node)
            return reader.Choice(node, allowed);
        reader.Report(DeclarativeDiagnostics.Grammar, attribute, "the key `state` is missing");
        return null;
    }
}
