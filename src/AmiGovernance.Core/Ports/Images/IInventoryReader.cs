using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>What an inventory says of images now. Of accounts and Regions that its last scan could not read older scans speak.</summary>
public interface IInventoryReader
{
    /// <summary>The last scan.</summary>
    ScanRecord Scan { get; }

    /// <summary>How closely every account that was read in a Region was looked at, by some scan.</summary>
    /// <param name="region">Where.</param>
    ScanDepth DepthIn(RegionName region);

    /// <summary>The root or organizational unit that holds an account; null when it is not known to be in the organization.</summary>
    /// <param name="account">Any account.</param>
    string? ParentOf(AccountId account);

    /// <summary>What became of each account and Region in the last scan.</summary>
    ImmutableArray<RegionScan> Ledger { get; }

    /// <summary>The image as each account sees it, in each Region; empty when it is not in the inventory.</summary>
    /// <param name="imageId">Any text.</param>
    ImmutableArray<InventoriedImage> Find(string imageId);

    /// <summary>All images of a Region, as each account sees them.</summary>
    /// <param name="region">Where they are.</param>
    ImmutableArray<InventoriedImage> In(RegionName region);
}
