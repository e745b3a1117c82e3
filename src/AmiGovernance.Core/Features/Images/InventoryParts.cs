using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>A scan of the inventory, in reports.</summary>
/// <param name="Number">Rises from scan to scan, from 1.</param>
/// <param name="StartedAt">When.</param>
/// <param name="FinishedAt">Left out while it runs, and when it was ended before it was done.</param>
/// <param name="Depth">What it looks at.</param>
/// <param name="Organization">Its id.</param>
/// <param name="Coverage">How many accounts and Regions were read, and were not.</param>
public sealed record ScanPart(
    long Number,
    Moment StartedAt,
    Moment? FinishedAt,
    [OneOf<ScanDepth>] string Depth,
    string Organization,
    CoveragePart Coverage
)
{
    public static ScanPart Of(ScanRecord scan, ImmutableArray<RegionScan> ledger) =>
        new(
            scan.Number,
            scan.StartedAt,
            scan.FinishedAt,
            scan.Depth.Name(),
            scan.Organization,
            CoveragePart.Of(ledger)
        );
}

/// <param name="Read">In full.</param>
/// <param name="Partial">The images were read, something else was not.</param>
/// <param name="Refused">AWS denied it.</param>
/// <param name="Failed">AWS did not answer, or answered with another error.</param>
/// <param name="Skipped">There was nothing to look at: a Region that is not enabled, an account that is closed.</param>
/// <param name="NotAsked">The scan was told to look elsewhere; an account that it left out counts once.</param>
public sealed record CoveragePart(int Read, int Partial, int Refused, int Failed, int Skipped, int NotAsked)
{
    internal static CoveragePart Of(ImmutableArray<RegionScan> ledger)
    {
        var count = ledger.CountBy(r => r.Coverage).ToDictionary();
        return new CoveragePart(
            count.GetValueOrDefault(Coverage.Read),
            count.GetValueOrDefault(Coverage.Partial),
            count.GetValueOrDefault(Coverage.Refused),
            count.GetValueOrDefault(Coverage.Failed),
            count.GetValueOrDefault(Coverage.Skipped),
            count.GetValueOrDefault(Coverage.NotAsked)
        );
    }
}

/// <summary>What was not read, or not in full; one that was skipped where earlier scans saw images there.</summary>
/// <param name="Account">Its id.</param>
/// <param name="Region">`*` when not even the account's Regions are known.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Each cause once.</param>
public sealed record InventoryGapPart(
    string Account,
    string Region,
    [OneOf("partial", "refused", "failed", "skipped", "not_asked")] string Outcome,
    string Reason
)
{
    public static ImmutableArray<InventoryGapPart> Of(ImmutableArray<RegionScan> ledger) =>
        [
            .. ledger
                .Where(r => r.IsGap)
                .Select(r => new InventoryGapPart(r.Account.Value, r.RegionText, r.Coverage.Name(), r.Reason)),
        ];
}

/// <summary>An image as an account sees it in a Region.</summary>
/// <param name="Account">Its id.</param>
/// <param name="AccountName">As the organization has it.</param>
/// <param name="Region">Where.</param>
/// <param name="ImageId">As AWS has given it.</param>
/// <param name="Name">Of the image.</param>
/// <param name="Owner">The account that owns it.</param>
/// <param name="State">As EC2 names it.</param>
/// <param name="Public">Everyone may launch it.</param>
/// <param name="Encrypted">All its snapshots are.</param>
/// <param name="CreatedAt">As EC2 tells it.</param>
/// <param name="LastLaunchedAt">As EC2 tells it.</param>
/// <param name="Findings">By kind, then by detail.</param>
public sealed record ImagePart(
    string Account,
    string AccountName,
    string Region,
    string ImageId,
    string Name,
    string Owner,
    string State,
    bool Public,
    bool Encrypted,
    string? CreatedAt,
    string? LastLaunchedAt,
    ImmutableArray<ImageFindingPart> Findings
);

/// <param name="Kind">What was found.</param>
/// <param name="Detail">What exactly, such as the account that it is shared with.</param>
public sealed record ImageFindingPart([OneOf<FindingKind>] string Kind, string? Detail)
{
    public static ImageFindingPart Of(ImageFinding finding) => new(finding.Kind.Name(), finding.Detail.IfAny());
}
