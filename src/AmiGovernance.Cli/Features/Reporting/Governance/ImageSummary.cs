using System.Collections.Immutable;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>What an inventory says of images that others can launch.</summary>
/// <param name="Counts">Images, or accounts and Regions, with a finding of each kind.</param>
/// <param name="Open">Images that are public or shared beyond the organization.</param>
/// <param name="Trend">Oldest scan first.</param>
/// <param name="Gaps">What the last scan does not know.</param>
internal sealed record ImageSummary(
    string Scan,
    ImmutableArray<(FindingKind Kind, int Count)> Counts,
    ImmutableArray<ListedImage> Open,
    ImmutableArray<OpenImages> Trend,
    ImmutableArray<string> Gaps
)
{
    private static readonly string[] OpenKinds =
    [
        FindingKind.Public.Name(),
        FindingKind.PublicSnapshot.Name(),
        FindingKind.SharedOutside.Name(),
        FindingKind.SharedWithOrganization.Name(),
    ];

    /// <summary>In days: a scan a week, as `amigov images schedule` makes them, and one for its late start.</summary>
    private const int MostDays = 8;

    /// <summary>Whether all public images of the day of the scan are known.</summary>
    public bool KnowsPublic { get; init; }

    /// <summary>How old the scan is, where that is too old to tell what others can launch today; else null.</summary>
    public string? Age { get; init; }

    public int Of(FindingKind kind) => Counts.FirstOrDefault(c => c.Kind == kind).Count;

    public static ImageSummary Of(OpenInventory inventory, DateTimeOffset now)
    {
        var days = (now - inventory.Scan.StartedAt).Days;
        var age = days > MostDays ? Plural.Of(days, "day") : null;
        var gaps = InventoryOutput.AllGaps(inventory);
        if (age is not null)
            gaps = gaps.Insert(0, $"what changed since the last scan, {age} ago: `amigov images scan` looks again");
        return new ImageSummary(
            $"scan {inventory.Scan.Number} of {inventory.Scan.StartedAt.Day().Text()}, {ScanView.ReadPlaces(inventory.Ledger)} read",
            inventory.Queries.Counts(),
            inventory.Queries.List(new ListFilter { Findings = [.. OpenKinds] }),
            inventory.Queries.OpenByScan(),
            gaps
        )
        {
            KnowsPublic = InventoryOutput.KnowsPublic(inventory),
            Age = age,
        };
    }
}
