using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Kubernetes;

/// <summary>
/// Machines of Cluster API (provider for AWS): an id, a look-up by EKS, or one by `imageLookupOrg`. Where that is left out, the
/// provider's own account is asked, which changed between its versions.
/// </summary>
internal sealed class ClusterApiReader(ReferenceSink sink, TreeFile file)
{
    private const string Language = "cluster-api";

    /// <summary>The provider's `DefaultMachineAMIOwnerID`, of newer and of older versions.</summary>
    private static readonly string[] DefaultOwners = ["819546954734", "258751437250"];

    private static readonly string[][] Specs =
    [
        ["spec", "template", "spec"],
        ["spec"],
        ["spec", "awsLaunchTemplate"],
        ["spec", "bastion"],
    ];

    public void Read(TreeNode root)
    {
        var use = new ImageUse(Language, ManifestReader.NameOf(root), new SourceLocation(file.Source, root.Span))
        {
            Region = RegionTexts.Region(root.At("spec", "region")?.Text),
        };
        foreach (var path in Specs)
            ReadSpec(root.At(path), use);
        if (root.At("spec", "amiType") is TreeText type)
            sink.Take(EksTypes.Image(new ResolvedText(new SourceLocation(file.Source, type.Span), type.Value)), use);
        var isMachine = root["kind"]?.Text is "AWSMachineTemplate" or "AWSMachine" or "AWSMachinePool";
        if (isMachine && !Specs.Any(p => Names(root.At(p))))
            ManifestReader.Take(sink, file, use, root["kind"]!, [.. DefaultOwners.Select(o => new ImageOfOwner(o))]);
    }

    private static bool Names(TreeNode? spec) =>
        spec?["ami"] is TreeMap { Members.IsEmpty: false } or TreeText || spec?["imageLookupOrg"] is not null;

    private void ReadSpec(TreeNode? spec, ImageUse use)
    {
        if (spec?["ami"] is TreeText plain)
            ManifestReader.Take(sink, file, use, plain, [ImageTexts.Image(plain.Value)], TreeEdits.Id);
        if (spec?.At("ami", "id") is { } id)
            ManifestReader.Take(sink, file, use, id, [ImageTexts.Image(id.Text ?? "")], TreeEdits.Id);
        else if (spec?.At("ami", "eksLookupType") is { } lookup)
            ManifestReader.Take(sink, file, use, lookup, [ManifestReader.OfAmazon]);
        else if (spec?["imageLookupOrg"] is { Text: { } owner } org)
            ManifestReader.Take(
                sink,
                file,
                use,
                org,
                [
                    OwnerAliases.IsOwner(owner)
                        ? new ImageOfOwner(owner)
                        : new OpenImage($"`{owner}` is no owner of images"),
                ]
            );
    }
}
