using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.CloudFormation;

/// <summary>
/// Says what values of a template stand for (CloudFormation user guide, "Intrinsic function reference"): both branches of a condition,
/// defaults of parameters, mappings with the keys that are known. Exports and attributes of resources stay open.
/// </summary>
internal sealed class TemplateValues(SourceText source, TreeNode root)
{
    private const int MaxDepth = 100;
    private const string ParameterReference = "{{resolve:ssm:";
    private const string ParameterType = "AWS::SSM::Parameter::Value<";

    /// <summary>Values that are looked at; aliases of YAML may lead to the same ones over and over.</summary>
    private const int MaxSteps = 500_000;

    private int depth;
    private int steps;

    /// <summary>Parameters that some value led to.</summary>
    public HashSet<string> Referenced { get; } = new(StringComparer.Ordinal);

    public Resolved Evaluate(TreeNode node)
    {
        var place = new SourceLocation(source, node.Span);
        if (depth >= MaxDepth || ++steps > MaxSteps)
            return new ResolvedOpen(place, "what the value is, which rests on too many others");
        depth++;
        try
        {
            return Call(node) is var (name, argument) ? OfFunction(name, argument, place) : OfPlain(node, place);
        }
        finally
        {
            depth--;
        }
    }

    /// <summary>The function and its argument, in the long form or by a tag; null for plain values.</summary>
    private static (string Name, TreeNode Argument)? Call(TreeNode node)
    {
        if (node.Tag.StartsWith('!') && node.Tag.Length > 1)
            return (node.Tag[1..], node);
        if (node is not TreeMap { Members: [var only] })
            return null;
        if (only.Name.StartsWith("Fn::", StringComparison.Ordinal))
            return (only.Name[4..], only.Value);
        return only.Name == "Ref" ? ("Ref", only.Value) : null;
    }

    private Resolved OfPlain(TreeNode node, SourceLocation place) =>
        node switch
        {
            TreeText text => OfText(text, place),
            TreeList list => new ResolvedList(place, [.. list.Members.Select(Evaluate)]),
            TreeMap map => new ResolvedMap(
                place,
                [.. map.Members.Select(m => KeyValuePair.Create(m.Name, Evaluate(m.Value)))]
            ),
            _ => new ResolvedOpen(place, "what the value is"),
        };

    private static Resolved OfText(TreeText text, SourceLocation place)
    {
        var value = text.Value.Trim();
        if (!value.StartsWith("{{resolve:", StringComparison.Ordinal))
            return new ResolvedText(place, text.Value);
        if (
            !value.StartsWith(ParameterReference, StringComparison.Ordinal)
            || !value.EndsWith("}}", StringComparison.Ordinal)
        )
            return new ResolvedOpen(place, $"the value of `{ImageTexts.Shown(value)}`");
        var name = value[ParameterReference.Length..^2];
        return OfParameter(place, name);
    }

    private static ResolvedImages OfParameter(SourceLocation place, string name) =>
        new(place, [ImageTexts.Image($"resolve:ssm:{name}")]) { Edit = EditParameter };

    private static TextFix? EditParameter(SourceLocation place, Replacement other)
    {
        if (other.Parameter is not { } path)
            return null;
        var isReference = place.Source.GetText(place.Span).Contains(ParameterReference, StringComparison.Ordinal);
        return TreeEdits.Text(place, isReference ? $"{ParameterReference}{path}}}}}" : path);
    }

    private Resolved OfFunction(string name, TreeNode argument, SourceLocation place)
    {
        var open = new ResolvedOpen(place, $"the value of `{name}`");
        return name switch
        {
            "Ref" => OfReference(argument.Text ?? "", place),
            "FindInMap" => OfMapping(argument, place),
            "If" when argument.Items is [_, var yes, var no] => new ResolvedAny(place, [Evaluate(yes), Evaluate(no)]),
            "Sub" => TemplateSubstitution.Evaluate(argument, place, this),
            "Join" when argument.Items is [{ Text: { } separator }, TreeList list] => Join(place, separator, list),
            "Select" when argument.Items is [{ Text: { } number }, var list] => ResolvedTexts.Member(
                Evaluate(list),
                number,
                open
            ),
            "GetAtt" => OfAttribute(argument, place),
            "ImportValue" => new ResolvedOpen(
                place,
                $"the export `{ImageTexts.Shown(argument.Text ?? "of another stack")}`"
            ),
            _ => open,
        };
    }

    public Resolved OfReference(string name, SourceLocation place)
    {
        if (name == "AWS::NoValue")
            return new ResolvedAny(place, []);
        if (name.StartsWith("AWS::", StringComparison.Ordinal))
            return new ResolvedOpen(place, $"`{name}` of the deployment");
        if (root.At("Parameters", name) is not { } parameter)
            return new ResolvedOpen(place, $"what `{name}` refers to");
        Referenced.Add(name);
        var isStored = parameter["Type"]?.Text?.StartsWith(ParameterType, StringComparison.Ordinal) == true;
        var given = parameter["Default"] as TreeText;
        var usual = given is null
            ? null
            : new ResolvedDefault(Given(given, isStored, $"/Parameters/{name}/Default"), $"parameter {name}");
        var allowed = parameter["AllowedValues"]?.Items ?? [];
        if (allowed.IsEmpty || allowed.Any(a => a is not TreeText))
            return usual ?? (Resolved)new ResolvedOpen(place, $"the parameter `{name}`");
        // Whoever deploys chooses among them, and what is left out is the default.
        var others = allowed
            .Where(a => a.Text != given?.Text)
            .Select(a => Given((TreeText)a, isStored, $"/Parameters/{name}/AllowedValues"));
        return new ResolvedAny(place, usual is null ? [.. others] : [usual, .. others]);
    }

    /// <summary>
    /// CloudFormation user guide, "Systems Manager parameter types": the value is the name of the parameter that holds the id.
    /// </summary>
    private Resolved Given(TreeText value, bool isStored, string pointer)
    {
        var place = new SourceLocation(source, value.Span, pointer);
        return isStored ? OfParameter(place, value.Value) : OfText(value, place);
    }

    private Resolved OfMapping(TreeNode argument, SourceLocation place)
    {
        if (argument.Items is not [{ Text: { } name }, var first, var second, ..])
            return new ResolvedOpen(place, "which mapping is meant");
        if (root.At("Mappings", name) is not TreeMap map)
            return new ResolvedOpen(place, $"the mapping `{name}`");
        var open = new ResolvedOpen(place, $"a key of the mapping `{name}`");
        var values = new ResolvedMap(
            place,
            [.. map.Members.Select(m => KeyValuePair.Create(m.Name, ResolvedTexts.In(m.Name, Evaluate(m.Value))))]
        );
        var found = Member(Member(values, Evaluate(first), open), Evaluate(second), open);
        // Extension of the language by AWS::LanguageExtensions.
        return argument.Items.Length > 3 && argument.Items[3]["DefaultValue"] is { } other
            ? new ResolvedAny(place, [found, Evaluate(other)])
            : found;
    }

    private static Resolved Member(Resolved map, Resolved key, Resolved open)
    {
        if (ResolvedTexts.Texts(key) is not { Count: > 0 } keys)
            return ResolvedTexts.AnyMember(map, open);
        var members = keys.Select(k => ResolvedTexts.Member(map, k.Value, open)).ToImmutableArray();
        Resolved found = members.Length == 1 ? members[0] : new ResolvedAny(map.Place, members);
        return key is ResolvedDefault given ? new ResolvedDefault(found, given.Of) : found;
    }

    private Resolved Join(SourceLocation place, string separator, TreeList list)
    {
        var text = ResolvedTexts.Empty(place);
        for (var i = 0; i < list.Members.Length; i++)
        {
            if (i > 0)
                text = ResolvedTexts.Joined(text, new ResolvedText(place, separator));
            text = ResolvedTexts.Joined(text, Evaluate(list.Members[i]));
        }
        return text;
    }

    /// <summary>The image that an image resource of Image Builder makes is the deploying account's.</summary>
    private Resolved OfAttribute(TreeNode argument, SourceLocation place)
    {
        var parts = argument is TreeList list
            ? [.. list.Members.Select(m => m.Text ?? "")]
            : (argument.Text ?? "").Split('.');
        var type = parts.Length > 0 ? root.At("Resources", parts[0], "Type")?.Text : null;
        return type == "AWS::ImageBuilder::Image" && parts is [_, "ImageId"]
            ? new ResolvedImages(place, [new ImageOfOwner(ImageOfOwner.Self)])
            : new ResolvedOpen(place, $"the attribute `{ImageTexts.Shown(string.Join('.', parts))}`");
    }
}
