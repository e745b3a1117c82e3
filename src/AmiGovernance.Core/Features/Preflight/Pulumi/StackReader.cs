using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Pulumi;

/// <summary>Finds images in what `pulumi stack export` writes: the inputs of resources of the providers aws and aws-native.</summary>
internal sealed class StackReader(ReferenceSink sink, TreeFile file)
{
    private const string Language = "pulumi";

    /// <summary>How Pulumi spells what the Terraform provider calls `ami` and `image_id`.</summary>
    private static readonly string[] Names = ["ami", "imageId", "sourceAmiId", "customAmiId", "parentImage"];

    public static bool IsStack(TreeNode root) => root.At("deployment", "resources") is TreeList;

    public void Read(TreeNode root)
    {
        foreach (var resource in root.At("deployment", "resources")?.Items ?? [])
            if (resource["type"]?.Text is { } type && type.StartsWith("aws", StringComparison.Ordinal))
                ReadResource(resource, type);
    }

    private void ReadResource(TreeNode resource, string type)
    {
        if (resource["delete"]?.Text == "true")
            return;
        var inputs = resource["inputs"];
        var isCopy = type.EndsWith(":AmiCopy", StringComparison.Ordinal);
        foreach (var holder in new[] { inputs, inputs?["launchTemplateData"], inputs?["computeResources"] })
        foreach (var name in Names)
            if (holder?[name] is TreeText { IsNull: false } image)
            {
                var place = new SourceLocation(file.Source, image.Span);
                var use = new ImageUse(Language, Shown(resource["urn"]?.Text ?? type), place)
                {
                    Action = isCopy ? ImageReference.CopyImage : ImageReference.RunInstances,
                    Region = RegionTexts.Region(inputs?["region"]?.Text),
                };
                sink.Take(new ResolvedText(place, image.Value), use);
            }
    }

    /// <summary>The type and the name of an URN.</summary>
    private static string Shown(string urn) => string.Join("::", urn.Split("::").TakeLast(2));
}
