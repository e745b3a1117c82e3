using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.CloudFormation;

/// <summary>Finds images in templates of CloudFormation, those that the CDK writes included.</summary>
internal sealed class TemplateReader(ReferenceSink sink, TreeFile file)
{
    public const string Language = "cloudformation";

    /// <summary>AWS::LanguageExtensions: the last of its three members holds resources.</summary>
    private const string Loop = "Fn::ForEach::";

    /// <summary>Resources of loops; aliases of YAML may lead to the same ones over and over.</summary>
    private const int MaxLooped = 10_000;

    /// <summary>Values on the way to images, for the same reason.</summary>
    private const int MaxSteps = 200_000;

    private const string Distribution = "AWS::ImageBuilder::DistributionConfiguration";

    private static readonly PermissionNames Permissions = new(
        ["UserGroups"],
        ["OrganizationArns", "OrganizationalUnitArns"],
        "UserIds"
    );

    private int looped;
    private int steps;

    public static bool IsTemplate(TreeNode root) =>
        root["AWSTemplateFormatVersion"] is not null
        || root["Resources"] is TreeMap resources && resources.Members.Any(IsResource);

    private static bool IsResource(TreeEntry member) =>
        IsLoop(member) || member.Value["Type"]?.Text?.Contains("::", StringComparison.Ordinal) == true;

    private static bool IsLoop(TreeEntry member) => member.Name.StartsWith(Loop, StringComparison.Ordinal);

    public void Read(TreeNode root)
    {
        var values = new TemplateValues(file.Source, root);
        foreach (var resource in root["Resources"]?.Entries ?? [])
            ReadResource(resource, values);
        foreach (var include in TemplateParts.IncludesOf(root))
            Take(TemplateParts.Open(At(include, "/Resources")), "Resources");
        foreach (var parameter in root["Parameters"]?.Entries.Where(TemplateParts.IsImage) ?? [])
            if (!values.Referenced.Contains(parameter.Name))
                Take(
                    values.OfReference(parameter.Name, At(parameter.Value, $"/Parameters/{parameter.Name}")),
                    $"parameter {parameter.Name}"
                );
        new TreeLiterals(sink, file, Language).Read(root);
    }

    private void ReadLoop(TreeEntry loop, TemplateValues values)
    {
        foreach (var made in loop.Value.Items.SelectMany(i => i.Entries))
        {
            if (++looped == MaxLooped)
                sink.FileNotRead(file.Source, loop.NameSpan.Start, "its loops hold too many resources");
            if (looped < MaxLooped)
                ReadResource(made, values);
        }
    }

    private void ReadResource(TreeEntry resource, TemplateValues values)
    {
        if (IsLoop(resource))
        {
            ReadLoop(resource, values);
            return;
        }
        var type = resource.Value["Type"]?.Text ?? "";
        var properties = resource.Value["Properties"];
        var subject = $"{resource.Name} ({type})";
        foreach (var path in TemplateAttributes.Of(type))
        foreach (var node in Find(properties, path, 0))
        {
            var place = At(node, $"/Resources/{resource.Name}/{string.Join('/', path)}");
            var value = TemplateParts.IsInclude(node) ? TemplateParts.Open(place) : values.Evaluate(node);
            Take(type == TemplateAttributes.EksNodeGroup ? EksTypes.Image(value) : value, subject, place);
        }
        foreach (var given in TemplateParts.GivenTo(type, properties))
        {
            var place = At(given.Value, $"/Resources/{resource.Name}/{given.Name}");
            if (TemplateParts.MayBeImage(values.Evaluate(given.Value)))
                Take(values.Evaluate(given.Value), subject, place);
        }
        if (type == Distribution)
            TreeRules.ShareBelow(sink, n => n is null ? null : values.Evaluate(n), properties, Permissions);
        if (type.StartsWith("AWS::ElasticBeanstalk::", StringComparison.Ordinal))
            ReadOptions(resource, type, values);
    }

    /// <summary>Elastic Beanstalk developer guide, general options, `aws:autoscaling:launchconfiguration`.</summary>
    private void ReadOptions(TreeEntry resource, string type, TemplateValues values)
    {
        foreach (var option in resource.Value.At("Properties", "OptionSettings")?.Items ?? [])
        {
            if (option["OptionName"]?.Text != "ImageId" || option["Value"] is not { } value)
                continue;
            var place = At(value, $"/Resources/{resource.Name}/OptionSettings");
            Take(values.Evaluate(value), $"{resource.Name} ({type})", place);
        }
    }

    private SourceLocation At(TreeNode node, string pointer) => new(file.Source, node.Span, pointer);

    private void Take(Resolved value, string subject, SourceLocation? at = null)
    {
        var place = at ?? value.Place;
        sink.Take(value, new ImageUse(Language, subject, place) { Edit = EditAt(place) });
    }

    /// <summary>
    /// An id; a dynamic reference only where the resource itself names the image: mappings and defaults of parameters take none
    /// (CloudFormation user guide, "Get values stored in other services using dynamic references").
    /// </summary>
    private static EditWriter EditAt(SourceLocation use) =>
        (place, other) =>
        {
            if (other.ImageId is { } id)
                return TreeEdits.Text(place, id);
            var isHere = place.Span.Start >= use.Span.Start && place.Span.End <= use.Span.End;
            return isHere && other.Parameter is { } path ? TreeEdits.Text(place, $"{{{{resolve:ssm:{path}}}}}") : null;
        };

    /// <summary>Lists and both branches of conditions are passed through: each may have the rest of the path.</summary>
    private IEnumerable<TreeNode> Find(TreeNode? node, string[] path, int at)
    {
        if (++steps == MaxSteps)
            sink.FileNotRead(file.Source, 0, "its resources hold too many values");
        if (steps >= MaxSteps)
            return [];
        if ((node?["Fn::If"] ?? node) is TreeList list)
            return list.Members.Where(m => m is not TreeText).SelectMany(m => Find(m, path, at));
        IEnumerable<TreeNode> includes = TemplateParts.IsInclude(node) ? [node!] : [];
        if (node?[path[at]] is not { } next)
            return includes;
        return includes.Concat(at == path.Length - 1 ? [next] : Find(next, path, at + 1));
    }
}
