using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>What an inventory has for a need in a Region, by what the images' names say.</summary>
/// <param name="Switched">How many are disabled, or not ready.</param>
internal sealed record InventoryOffers(ImmutableArray<ImageOffer> Offers, int Switched, ImmutableArray<SearchGap> Gaps)
{
    private const string Available = "available";

    public static readonly InventoryOffers None = new([], 0, [new SearchGap(GapKind.NoInventory)]);

    public static InventoryOffers Of(IInventoryReader inventory, FindRequest request)
    {
        var need = request.Need;
        var images = inventory.In(request.Region).GroupBy(i => i.ImageId).Select(g => g.ToList()).ToList();
        var fitting = images.Where(g => need.IsMetBy(Described(g[0]))).ToList();
        var ready = fitting.Where(g => g.TrueForAll(i => i.State == Available)).ToList();
        var untold = images.Count(g => IsUntold(Described(g[0]), need));
        return new InventoryOffers(
            [.. ready.Select(g => Offer(g, request, inventory))],
            fitting.Count - ready.Count,
            [.. FindGaps(inventory, request.Region, untold)]
        );
    }

    private static ImageNeed Described(InventoriedImage image) => NeedReader.Of(InventoriedFacts.Of(image));

    private static bool IsUntold(ImageNeed image, ImageNeed need) =>
        need.Architecture is not null
        && image.Architecture is null
        && (need with { Architecture = null }).IsMetBy(image);

    private static ImageOffer Offer(List<InventoriedImage> seen, FindRequest request, IInventoryReader inventory)
    {
        var image = seen.Find(i => i.IsOwn) ?? seen[0];
        return new ImageOffer(InventoriedFacts.Of(image), OfferSource.Inventory)
        {
            Architecture = Described(image).Architecture,
            Published = Published(image),
            Owner = image.Owner.Value,
            Access = Access(seen, request.Account, inventory),
        };
    }

    /// <summary>The row of the table whose names the image has, where its owner is that row's.</summary>
    private static PublicImage? Published(InventoriedImage image)
    {
        var partition = Partitions.Of(image.Region);
        var version = NeedReader.OfName(image.Name).Version ?? "";
        return PublicImages
            .All.Select(i => i.At(version))
            .FirstOrDefault(i =>
                Wildcard.Matches(i.Names, image.Name)
                && (i.OwnerIn(partition) == image.OwnerAlias || i.OwnerIn(partition) == image.Owner.Value)
            );
    }

    private static ImageAccess Access(List<InventoriedImage> seen, AccountId? account, IInventoryReader inventory)
    {
        if (account is not { } asked)
            return ImageAccess.NotAsked;
        if (seen[0].Owner == asked)
            return ImageAccess.Own;
        if (seen.Exists(i => i.Account == asked))
            return ImageAccess.Shared;
        if (seen.Exists(i => i.IsPublic))
            return ImageAccess.Public;
        return AccessBy(seen.SelectMany(i => i.LaunchPermissions ?? []).ToList(), asked, inventory)
            ?? (inventory.DepthIn(seen[0].Region) < ScanDepth.Full ? ImageAccess.NotChecked : ImageAccess.NotSeen);
    }

    /// <summary>
    /// Null when none of them lets the account in. Units are compared with the one that holds the account: whether another lies above it
    /// the inventory does not know, nor to which organization an account belongs that is not in this one.
    /// </summary>
    private static ImageAccess? AccessBy(
        List<LaunchPermission> permissions,
        AccountId account,
        IInventoryReader inventory
    )
    {
        if (permissions.Exists(p => p.Account == account))
            return ImageAccess.Shared;
        var shares = permissions
            .Where(p => p.Kind is PermissionKind.OrganizationArn or PermissionKind.OrganizationalUnitArn)
            .Select(p => OrganizationArn.TryParse(p.Value, out var arn) ? arn : (OrganizationArn?)null)
            .OfType<OrganizationArn>()
            .ToList();
        if (inventory.ParentOf(account) is not { } parent)
            return shares.Count > 0 ? ImageAccess.NotChecked : null;
        var ours = shares.FindAll(s => s.OrganizationId == inventory.Scan.Organization);
        if (ours.Exists(s => s.UnitId is null || s.UnitId == parent))
            return ImageAccess.Shared;
        // Above an account that the root holds there is no unit.
        var mayLieBelow = !parent.StartsWith("r-", StringComparison.Ordinal);
        return ours.Count > 0 && mayLieBelow ? ImageAccess.NotChecked : null;
    }

    private static IEnumerable<SearchGap> FindGaps(IInventoryReader inventory, RegionName region, int untold)
    {
        var ledger = inventory.Ledger.Where(r => r.Region is null || r.Region == region).ToList();
        var missing = ledger.Count(r => r.Coverage.IsGap());
        if (!ledger.Exists(r => r.Coverage.HasImages()))
            yield return new SearchGap(GapKind.RegionNotScanned);
        else if (missing > 0)
            yield return new SearchGap(GapKind.AccountsNotRead, missing);
        if (inventory.DepthIn(region) < ScanDepth.Images)
            yield return new SearchGap(GapKind.OnlyPublicScanned);
        if (untold > 0)
            yield return new SearchGap(GapKind.ArchitectureNotRead, untold);
    }
}
