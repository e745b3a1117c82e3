using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Aws.Session;

/// <summary>What EC2 says of an image, as the policies judge it.</summary>
internal static class DescribedImage
{
    public static ImageFacts Facts(Image image) =>
        new(image.OwnerId ?? "", Alias(image.ImageOwnerAlias))
        {
            ImageId = image.ImageId,
            Name = image.Name,
            Architecture = image.Architecture?.Value,
            IsPublic = image.Public,
            CreationDate = Time(image.CreationDate),
            DeprecationTime = Time(image.DeprecationTime),
            DeprecationKnown = true,
            ProductCodes =
            [
                .. (image.ProductCodes ?? [])
                    .Where(c => c.ProductCodeType == ProductCodeValues.Marketplace)
                    .Select(c => c.ProductCodeId),
            ],
        };

    public static ImageFacts Facts(ImageMetadata image) =>
        new(image.OwnerId ?? "", Alias(image.ImageOwnerAlias))
        {
            ImageId = image.ImageId,
            Name = image.Name,
            IsPublic = image.IsPublic,
            CreationDate = Time(image.CreationDate),
            DeprecationTime = Time(image.DeprecationTime),
            DeprecationKnown = true,
        };

    /// <summary>`self` is none: own images are told by their account.</summary>
    private static string? Alias(string? alias) => string.IsNullOrEmpty(alias) || alias == "self" ? null : alias;

    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
