using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>An image as the inventory knows it.</summary>
/// <param name="State">As EC2 spells it.</param>
/// <param name="ScannedAt">When the last scan began.</param>
public sealed record KnownImage(ImageFacts Facts, RegionName Region, string State, DateTimeOffset ScannedAt)
{
    /// <summary>Null when it is not in the inventory, or not in the Region.</summary>
    /// <param name="imageId">Any text.</param>
    /// <param name="region">Null for any; an id is given once.</param>
    public static KnownImage? Find(IInventoryReader inventory, string imageId, RegionName? region)
    {
        var seen = inventory.Find(imageId).Where(i => region is null || i.Region == region).ToList();
        return (seen.Find(i => i.IsOwn) ?? seen.FirstOrDefault()) is { } image
            ? new KnownImage(InventoriedFacts.Of(image), image.Region, image.State, inventory.Scan.StartedAt)
            : null;
    }

    /// <summary>What to look for instead of it.</summary>
    public ImageNeed Need => NeedReader.Of(Facts);
}
