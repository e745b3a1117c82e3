using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Config;

internal static class ImageCriteriaReader
{
    public static ImageCriteria? Read(ObjectReader publisher)
    {
        if (
            publisher.Node["image_criteria"] is not { } node
            || publisher.Open(node, ConfigKeys.ImageCriteria) is not { } entry
        )
            return null;
        if (entry.Node.Properties.Count == 0)
            entry.Bag.Report(
                ConfigDiagnostics.EmptyCriteria,
                entry.Tree.At(node),
                "the image criteria hold no condition",
                "add one, such as `image_names`, or remove `image_criteria`"
            );
        return new ImageCriteria
        {
            ImageNames = entry.Values(
                "image_names",
                1,
                AllowedImagesLimits.ImageNames,
                n => Checked(entry, n, AllowedImagesLimits.ImageNameProblem)
            ),
            MarketplaceProductCodes = entry.Values(
                "marketplace_product_codes",
                1,
                AllowedImagesLimits.ProductCodes,
                n => Checked(entry, n, AllowedImagesLimits.ProductCodeProblem)
            ),
            Watermarks =
            [
                .. ConfigReader
                    .Objects(entry, "image_watermarks", ConfigKeys.ImageWatermark, 1, AllowedImagesLimits.Watermarks)
                    .Select(ReadWatermark)
                    .OfType<ImageWatermark>(),
            ],
            MaximumDaysSinceCreated = entry.Integer("maximum_days_since_created", 0, int.MaxValue),
            MaximumDaysSinceDeprecated = entry.Integer("maximum_days_since_deprecated", 0, int.MaxValue),
        };
    }

    private static ImageWatermark? ReadWatermark(ObjectReader entry)
    {
        entry.Require("watermark_key");
        var region = entry.Text("source_image_region", 64);
        var source = entry.Integer("maximum_days_since_source_image_created", 0, int.MaxValue);
        var watermark = entry.Integer("maximum_days_since_watermark_created", 0, int.MaxValue);
        return entry.Text("watermark_key", 256) is { } key ? new ImageWatermark(key, region, source, watermark) : null;
    }

    private static string? Checked(ObjectReader entry, JsonNode node, Func<string, string?> problem)
    {
        if (entry.Text(node) is not { } text)
            return null;
        if (problem(text) is not { } message)
            return text;
        entry.Bag.Report(ConfigDiagnostics.InvalidText, entry.Tree.At(node), $"`{text}`: {message}");
        return null;
    }
}
