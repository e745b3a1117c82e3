using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>A way around the list of images that the policies do not close, or only where the configuration asks for it.</summary>
/// <param name="Actions">The calls that it takes.</param>
/// <param name="Setting">The one that denies these calls; null when there is none.</param>
public sealed record UncoveredWay(string What, ImmutableArray<string> Actions, string? Setting)
{
    /// <summary>EC2 user guide, "Replace an EBS volume of an instance": a stopped instance starts from another root volume.</summary>
    public static readonly UncoveredWay RootVolume = new(
        "a root volume needs no image: `CreateVolume` from a foreign snapshot, or `ebs:StartSnapshot`; then stop, swap, start",
        ["ec2:CreateVolume", "ebs:StartSnapshot"],
        null
    );

    public static readonly UncoveredWay Contents = new(
        "contents leave by `ModifySnapshotAttribute`, `CreateStoreImageTask`, `ExportImage` and `CreateInstanceExportTask`",
        GuardedActions.Export,
        "deny_content_export"
    );

    public static readonly ImmutableArray<UncoveredWay> Services =
    [
        .. ImageService.All.Select(s => new UncoveredWay(
            $"{s.Title} makes images by its service-linked role, which no service control policy reaches",
            s.Actions,
            "deny_image_services"
        )),
    ];

    public string Text => Setting is null ? What : $"{What} (`{Setting}` denies the calls)";

    /// <summary>Whether no deny names one of the calls.</summary>
    public bool IsOpen(IEnumerable<Statement> statements)
    {
        var denies = statements.Where(s => s.Effect == Effect.Deny).ToList();
        return Actions.Any(action => !denies.Exists(s => s.Covers(action)));
    }

    /// <summary>Those that the statements leave open.</summary>
    public static IEnumerable<UncoveredWay> Of(IReadOnlyCollection<Statement> statements) =>
        Services.Prepend(Contents).Prepend(RootVolume).Where(w => w.IsOpen(statements));
}
