using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>What an inventory knows of an image, as the policies judge it.</summary>
public static class InventoriedFacts
{
    /// <summary>Product codes and watermarks are not read by scans, so that nothing is known of them.</summary>
    public static ImageFacts Of(InventoriedImage image) =>
        new(image.Owner.Value, image.OwnerAlias)
        {
            ImageId = image.ImageId.Value,
            Name = image.Name,
            Architecture = image.Architecture,
            IsPublic = image.IsPublic,
            CreationDate = image.CreationDate,
            DeprecationTime = image.DeprecationTime,
            DeprecationKnown = true,
            IsDescribed = false,
        };
}
