using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Kubernetes;

/// <summary>
/// Clusters of eksctl (its documentation, "Custom AMI support"): `ami` is an id, or `auto`, `auto-ssm` or left out for the newest image of
/// `amiFamily`, or that of the group's launch template. Those of Ubuntu are Canonical's; the others AWS publishes.
/// </summary>
internal sealed class EksctlReader(ReferenceSink sink, TreeFile file)
{
    private const string Language = "eksctl";
    private const string Canonical = "099720109477";

    public void Read(TreeNode root)
    {
        var region = RegionTexts.Region(root.At("metadata", "region")?.Text);
        foreach (var list in new[] { "nodeGroups", "managedNodeGroups" })
        foreach (var group in root[list]?.Items ?? [])
        {
            var subject = $"{ManifestReader.NameOf(root)} {list} {group["name"]?.Text}";
            var use = new ImageUse(Language, subject, new SourceLocation(file.Source, group.Span)) { Region = region };
            ReadGroup(group, use);
        }
    }

    private void ReadGroup(TreeNode group, ImageUse use)
    {
        var ami = group["ami"];
        if (ami?.Text is { } id && id is not ("auto" or "auto-ssm" or ""))
        {
            ManifestReader.Take(sink, file, use, ami, [ImageTexts.Image(id)], TreeEdits.Id);
            return;
        }
        if (group["launchTemplate"] is { } template)
        {
            var named = template["id"] ?? template["name"] ?? template;
            var missing = $"which image the launch template `{ImageTexts.Shown(named.Text ?? "")}` names";
            ManifestReader.Take(sink, file, use, named, [new OpenImage(missing)]);
            return;
        }
        var family = group["amiFamily"]?.Text ?? "AmazonLinux2023";
        var place = ami ?? group["amiFamily"] ?? group["name"] ?? group;
        ManifestReader.Take(sink, file, use, place, [OfFamily(family)]);
    }

    private static NamedImage OfFamily(string family)
    {
        if (family.StartsWith("Ubuntu", StringComparison.Ordinal))
            return new ImageOfOwner(Canonical);
        var isAmazon =
            family.StartsWith("AmazonLinux", StringComparison.Ordinal)
            || family.StartsWith("Windows", StringComparison.Ordinal);
        return isAmazon ? ManifestReader.OfAmazon : new OpenImage($"whose the images of `{family}` are");
    }
}
