using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Kubernetes;

/// <summary>Finds images in manifests: node classes of Karpenter, machines of Cluster API, clusters of eksctl.</summary>
internal sealed class ManifestReader(ReferenceSink sink, TreeFile file)
{
    public static bool IsManifest(TreeNode root) =>
        root["kind"]?.Text is not null && Reads(root["apiVersion"]?.Text ?? "", root["kind"]?.Text ?? "");

    private static bool Reads(string version, string kind) =>
        version.StartsWith("karpenter.k8s.aws/", StringComparison.Ordinal)
        || version.Contains("cluster.x-k8s.io/", StringComparison.Ordinal)
            && kind.StartsWith("AWS", StringComparison.Ordinal)
        || version.StartsWith("eksctl.io/", StringComparison.Ordinal)
        || kind is "List";

    public void Read(TreeNode root)
    {
        var version = root["apiVersion"]?.Text ?? "";
        if (root["kind"]?.Text == "List")
        {
            foreach (var item in root["items"]?.Items ?? [])
                if (item["kind"]?.Text != "List" && IsManifest(item))
                    Read(item);
            return;
        }
        if (version.StartsWith("karpenter.k8s.aws/", StringComparison.Ordinal))
            new KarpenterReader(sink, file).Read(root);
        else if (version.StartsWith("eksctl.io/", StringComparison.Ordinal))
            new EksctlReader(sink, file).Read(root);
        else
            new ClusterApiReader(sink, file).Read(root);
        new TreeLiterals(sink, file, "kubernetes").Read(root);
    }

    /// <summary>Such as `EC2NodeClass/default`.</summary>
    public static string NameOf(TreeNode root) => $"{root["kind"]?.Text}/{root.At("metadata", "name")?.Text}";

    public static void Take(
        ReferenceSink sink,
        TreeFile file,
        ImageUse use,
        TreeNode node,
        ImmutableArray<NamedImage> images,
        EditWriter? edit = null
    )
    {
        var place = new SourceLocation(file.Source, node.Span);
        sink.Take(new ResolvedImages(place, images) { Edit = edit }, use with { Place = place });
    }

    public static readonly NamedImage OfAmazon = new ImageOfOwner(OwnerAlias.Amazon.IamName());
}
