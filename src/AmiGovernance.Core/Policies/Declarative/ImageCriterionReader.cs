using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>Reads `image_criteria` of a declarative policy.</summary>
internal sealed class ImageCriterionReader(DeclarativeNodeReader reader)
{
    private static readonly string[] CriterionKeys =
    [
        "allowed_image_providers",
        "image_names",
        "marketplace_product_codes",
        "creation_date_condition",
        "deprecation_time_condition",
        "image_watermarks",
    ];

    private static readonly string[] WatermarkKeys =
    [
        "watermark_key",
        "source_image_region",
        "maximum_days_since_source_image_created",
        "maximum_days_since_watermark_created",
    ];

    private static readonly string NoCriteria = new ImageCriteria().GroupKey;

    /// <param name="node">Null when the policy has none.</param>
    public ImmutableArray<ImageCriterion> Read(JsonNode? node)
    {
        if (node is null || reader.Object(node, "`image_criteria`") is not { } criteria)
            return [];
        var read = ImmutableArray.CreateBuilder<ImageCriterion>();
        foreach (var property in DeclarativeNodeReader.Values(criteria))
        {
            reader.CheckNumberedName(property, "criteria_", AllowedImagesLimits.Criteria);
            if (reader.Object(property.Value, $"`{property.Name}`") is not { } criterion)
                continue;
            reader.CheckKeys(criterion, CriterionKeys);
            read.Add(ReadCriterion(criterion) with { Number = NumberOf(property.Name) });
        }
        return read.ToImmutable();
    }

    /// <summary>0 for a name without a number, which has been reported.</summary>
    private static int NumberOf(string name)
    {
        var digits = name.AsSpan(name.LastIndexOf('_') + 1);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private ImageCriterion ReadCriterion(JsonObject criterion)
    {
        var providers = reader.List(
            criterion["allowed_image_providers"],
            AllowedImagesLimits.Providers,
            ProviderProblem
        );
        var criteria = new ImageCriteria
        {
            ImageNames = reader.List(
                criterion["image_names"],
                AllowedImagesLimits.ImageNames,
                AllowedImagesLimits.ImageNameProblem
            ),
            MarketplaceProductCodes = reader.List(
                criterion["marketplace_product_codes"],
                AllowedImagesLimits.ProductCodes,
                AllowedImagesLimits.ProductCodeProblem
            ),
            MaximumDaysSinceCreated = Days(criterion, "creation_date_condition", "maximum_days_since_created"),
            MaximumDaysSinceDeprecated = Days(criterion, "deprecation_time_condition", "maximum_days_since_deprecated"),
            Watermarks = ReadWatermarks(criterion["image_watermarks"]),
        };
        return new ImageCriterion(providers, criteria.GroupKey == NoCriteria ? null : criteria);
    }

    private static string? ProviderProblem(string provider)
    {
        if (AccountId.IsValid(provider) || OwnerAliases.FromDeclarativeName(provider) is not null)
            return null;
        return OwnerAliases.FromIamName(provider) is { } alias
            ? $"declarative policies spell this alias `{alias.DeclarativeName()}`"
            : "a provider is an account id or one of `amazon`, `aws_marketplace`, `aws_backup_vault`";
    }

    private int? Days(JsonObject criterion, string condition, string name) =>
        reader.Days(reader.Child(criterion, condition, [name])?[name]);

    private ImmutableArray<ImageWatermark> ReadWatermarks(JsonNode? node)
    {
        if (node is null || reader.Object(node, "`image_watermarks`") is not { } watermarks)
            return [];
        var read = ImmutableArray.CreateBuilder<ImageWatermark>();
        foreach (var property in DeclarativeNodeReader.Values(watermarks))
        {
            reader.CheckNumberedName(property, "image_watermark_", AllowedImagesLimits.Watermarks);
            if (
                reader.Object(property.Value, $"`{property.Name}`") is { } watermark
                && ReadWatermark(watermark) is { } found
            )
                read.Add(found);
        }
        return read.ToImmutable();
    }

    private ImageWatermark? ReadWatermark(JsonObject watermark)
    {
        reader.CheckKeys(watermark, WatermarkKeys);
        if (watermark["watermark_key"] is not { } key)
        {
            reader.Report(DeclarativeDiagnostics.Grammar, watermark, "the key `watermark_key` is missing");
            return null;
        }
        if (reader.Text(key) is not { } text)
            return null;
        return new ImageWatermark(
            text,
            reader.Text(watermark["source_image_region"]),
            reader.Days(watermark["maximum_days_since_source_image_created"]),
            reader.Days(watermark["maximum_days_since_watermark_created"])
        );
    }
}
