using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Bundles;

/// <summary>The inventory in a bundle, as the features know inventories.</summary>
public sealed class BundledInventory : IInventoryReader
{
    private readonly BundledImages bundled;
    private readonly ILookup<string, InventoriedImage> byId;
    private readonly ILookup<RegionName, InventoriedImage> byRegion;

    public BundledInventory(BundledImages bundled)
    {
        this.bundled = bundled;
        byId = bundled.Images.ToLookup(i => i.ImageId.Value, StringComparer.Ordinal);
        byRegion = bundled.Images.ToLookup(i => i.Region);
    }

    /// <summary>Null where the bundle holds none.</summary>
    public static BundledInventory? Of(Bundle bundle) => bundle.Images is null ? null : new(bundle.Images);

    public ScanRecord Scan => new(1, bundled.ScannedAt, bundled.ScannedAt, bundled.Depth, bundled.Organization);

    public ScanDepth DepthIn(RegionName region) => bundled.Depth;

    /// <summary>A bundle does not say which accounts there are.</summary>
    public string? ParentOf(AccountId account) => null;

    /// <summary>A bundle does not say which accounts could not be read.</summary>
    public ImmutableArray<RegionScan> Ledger => [];

    public ImmutableArray<InventoriedImage> Find(string imageId) => [.. byId[imageId]];

    public ImmutableArray<InventoriedImage> In(RegionName region) => [.. byRegion[region]];
}
