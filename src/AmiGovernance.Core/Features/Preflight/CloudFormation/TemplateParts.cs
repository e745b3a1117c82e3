using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.CloudFormation;

/// <summary>What a template takes from elsewhere, and gives to what is not read with it.</summary>
internal static partial class TemplateParts
{
    private const string Transform = "Fn::Transform";

    private static readonly string[] Types = ["AWS::EC2::Image::Id", "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"];

    public static bool IsImage(TreeEntry parameter) => Types.Contains(parameter.Value["Type"]?.Text);

    /// <summary>Members that a macro puts there, such as `AWS::Include` those of a file in S3.</summary>
    public static bool IsInclude(TreeNode? node) => node is { Tag: "!Transform" } || node?[Transform] is not null;

    public static ResolvedOpen Open(SourceLocation place) => new(place, "what the transform puts here");

    /// <summary>Of the whole template, or among its resources; that of the Serverless Application Model writes what is at hand.</summary>
    public static IEnumerable<TreeNode> IncludesOf(TreeNode root)
    {
        var transform = root["Transform"];
        TreeNode?[] named = transform is TreeList list ? [.. list.Members] : [transform];
        return named
            .Where(t => t?["Name"]?.Text == "AWS::Include")
            .Concat(new[] { root, root["Resources"] }.Where(IsInclude))
            .OfType<TreeNode>();
    }

    /// <summary>Values that a nested stack, or a resource of somebody's own making, takes as images by their names.</summary>
    public static IEnumerable<TreeEntry> GivenTo(string type, TreeNode? properties)
    {
        var isOwn =
            type.StartsWith("Custom::", StringComparison.Ordinal) || type == "AWS::CloudFormation::CustomResource";
        var own = isOwn ? properties : null;
        var given = type == "AWS::CloudFormation::Stack" ? properties?["Parameters"] : own;
        return (given?.Entries ?? []).Where(e => ImageName().IsMatch(e.Name));
    }

    /// <summary>Texts alone that name no image, such as the name of one, are none.</summary>
    public static bool MayBeImage(Resolved value) =>
        ResolvedTexts.Texts(value) is not { } texts || texts.Any(t => ImageTexts.Image(t.Value) is not OpenImage);

    [GeneratedRegex("^[Aa]mi(I[Dd])?$|(Ami|AMI)(I[Dd])?$|[Ii]mageI[Dd]$", RegexOptions.CultureInvariant)]
    public static partial Regex ImageName();
}
