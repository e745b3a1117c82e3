using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>
/// Allowed AMIs (EC2 user guide, "Control the discovery and use of AMIs in Amazon EC2 with Allowed AMIs"): values of one parameter are
/// alternatives, the parameters of a criterion must all hold, one criterion is enough; the account's own images are always allowed.
/// </summary>
internal static class PlainAllowedImages
{
    private static readonly string[] Parameters =
    [
        "allowed_image_providers",
        "image_names",
        "marketplace_product_codes",
        "creation_date_condition",
        "deprecation_time_condition",
        "image_watermarks",
    ];

    /// <param name="settings">`allowed_images_settings` without operators; null for none.</param>
    /// <param name="account">The account that looks.</param>
    public static ImageVerdict Decide(JsonNode? settings, ImageFacts image, string account, DateTimeOffset now)
    {
        var state = (string?)settings?["state"] ?? "disabled";
        if (state == "disabled")
            return ImageVerdict.NotGoverned;
        if (image.OwnerId == account)
            return ImageVerdict.OwnImage;
        var criteria = settings?["image_criteria"]?.AsObject().Select(c => c.Value!.AsObject()) ?? [];
        if (criteria.Any(c => Meets(c, image, now)))
            return ImageVerdict.Allowed;
        return state switch
        {
            "enabled" => ImageVerdict.Denied,
            "audit_mode" => ImageVerdict.MarkedOnly,
            _ => throw new UndecidableException($"the state {state}"),
        };
    }

    /// <summary>What an account set for itself, in the form of a policy.</summary>
    public static JsonNode Of(RegionSettings own)
    {
        var criteria = new JsonObject();
        foreach (var criterion in own.Criteria)
            criteria[$"criteria_{criteria.Count + 1}"] = Of(criterion);
        return new JsonObject { ["state"] = State(own.AllowedImages), ["image_criteria"] = criteria };
    }

    private static string State(AllowedImagesState state) =>
        state switch
        {
            AllowedImagesState.Enabled => "enabled",
            AllowedImagesState.AuditMode => "audit_mode",
            _ => "disabled",
        };

    private static JsonObject Of(ImageCriterion criterion)
    {
        var node = new JsonObject();
        Put(node, "allowed_image_providers", criterion.Providers);
        if (criterion.Criteria is not { } more)
            return node;
        if (!more.Watermarks.IsEmpty)
            throw new UndecidableException("watermarks in the settings of an account");
        Put(node, "image_names", more.ImageNames);
        Put(node, "marketplace_product_codes", more.MarketplaceProductCodes);
        if (more.MaximumDaysSinceCreated is { } created)
            node["creation_date_condition"] = new JsonObject { ["maximum_days_since_created"] = created };
        if (more.MaximumDaysSinceDeprecated is { } deprecated)
            node["deprecation_time_condition"] = new JsonObject { ["maximum_days_since_deprecated"] = deprecated };
        return node;
    }

    private static void Put(JsonObject node, string name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count > 0)
            node[name] = new JsonArray([.. texts.Select(t => (JsonNode)t)]);
    }

    private static bool Meets(JsonObject criterion, ImageFacts image, DateTimeOffset now)
    {
        if (criterion.Select(p => p.Key).FirstOrDefault(p => !Parameters.Contains(p)) is { } unknown)
            throw new UndecidableException($"the parameter {unknown}");
        return MeetsAny(criterion["allowed_image_providers"], provider => IsOf(provider, image))
            && MeetsAny(criterion["image_names"], name => image.Name is not null && Glob.Matches(name, image.Name))
            && MeetsAny(criterion["marketplace_product_codes"], code => image.ProductCodes.Contains(code))
            && IsYoung(
                Days(criterion, "creation_date_condition", "maximum_days_since_created"),
                image.CreationDate,
                now
            )
            && IsNotLongDeprecated(criterion, image, now)
            && HasWatermark(criterion["image_watermarks"], image, now);
    }

    private static bool MeetsAny(JsonNode? list, Func<string, bool> isMet) =>
        list switch
        {
            null => true,
            JsonArray several => several.Any(v => isMet((string)v!)),
            _ => isMet((string)list!),
        };

    /// <summary>Policies spell aliases with underscores, images with hyphens.</summary>
    private static bool IsOf(string provider, ImageFacts image) =>
        provider == image.OwnerId || provider == image.OwnerAlias?.Replace('-', '_');

    private static int? Days(JsonObject criterion, string condition, string name) => (int?)criterion[condition]?[name];

    private static bool IsYoung(int? days, DateTimeOffset? since, DateTimeOffset now) =>
        days is null || (since is { } time && (now - time).TotalDays <= days);

    private static bool IsNotLongDeprecated(JsonObject criterion, ImageFacts image, DateTimeOffset now)
    {
        var days = Days(criterion, "deprecation_time_condition", "maximum_days_since_deprecated");
        if (days is not null && !image.DeprecationKnown)
            throw new UndecidableException("whether an image is deprecated");
        return image.DeprecationTime is not { } time || IsYoung(days, time, now);
    }

    /// <summary>All fields of a filter hold for the same watermark; one filter is enough.</summary>
    private static bool HasWatermark(JsonNode? filters, ImageFacts image, DateTimeOffset now) =>
        filters is null || filters.AsObject().Any(f => image.Watermarks.Any(w => Fits(f.Value!.AsObject(), w, now)));

    private static bool Fits(JsonObject filter, WatermarkFacts watermark, DateTimeOffset now) =>
        Glob.Matches((string)filter["watermark_key"]!, watermark.WatermarkKey)
        && MeetsAny(filter["source_image_region"], region => Glob.Matches(region, watermark.SourceImageRegion))
        && IsYoung((int?)filter["maximum_days_since_source_image_created"], watermark.SourceImageCreationTime, now)
        && IsYoung((int?)filter["maximum_days_since_watermark_created"], watermark.WatermarkCreationTime, now);
}
