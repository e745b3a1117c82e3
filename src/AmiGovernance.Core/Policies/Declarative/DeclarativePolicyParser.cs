using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>
/// Reads the image part of an EC2 declarative policy as Organizations accepts it (Organizations user guide, "EC2 policy
/// syntax and examples"): every value is set by an operator such as `@@assign`. Other EC2 attributes are passed over.
/// </summary>
public sealed class DeclarativePolicyParser
{
    private static readonly string[] Attributes =
    [
        "exception_message",
        "image_block_public_access",
        "allowed_images_settings",
        "serial_console_access",
        "snapshot_block_public_access",
        "instance_metadata_defaults",
        "vpc_block_public_access",
        "vpc_encryption_control",
    ];

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

    private readonly DeclarativeNodeReader reader;

    private DeclarativePolicyParser(DeclarativeNodeReader reader) => this.reader = reader;

    /// <summary>Null when the document does not start at `ec2_attributes`.</summary>
    public static DeclarativePolicy? Parse(SourceText source, DiagnosticBag bag) =>
        JsonParser.Parse(source, bag) is { } tree ? Parse(tree, bag) : null;

    public static DeclarativePolicy? Parse(JsonDocumentTree tree, DiagnosticBag bag) =>
        new DeclarativePolicyParser(new DeclarativeNodeReader(tree, bag)).ReadDocument(tree.Root);

    /// <summary>Reads an effective policy, whose values stand without operators. What AWS would call invalid is reported.</summary>
    public static DeclarativePolicy? ParseEffective(SourceText source, DiagnosticBag bag) =>
        JsonParser.Parse(source, bag) is { } tree
            ? new DeclarativePolicyParser(new DeclarativeNodeReader(tree, bag, effective: true)).ReadDocument(tree.Root)
            : null;

    private DeclarativePolicy? ReadDocument(JsonNode root)
    {
        if (reader.Object(root, "the policy") is not { } document)
            return null;
        if (document["content"] is not null)
        {
            reader.Report(
                DeclarativeDiagnostics.Grammar,
                root,
                "this is the review envelope, not a policy document",
                "the document that Organizations accepts is `organizations/declarative-policy-ec2.json`"
            );
            return null;
        }
        reader.CheckKeys(document, ["ec2_attributes"]);
        if (document["ec2_attributes"] is not { } node)
        {
            reader.Report(
                DeclarativeDiagnostics.Grammar,
                root,
                "the policy has no `ec2_attributes`",
                "an EC2 declarative policy starts there"
            );
            return null;
        }
        if (reader.Object(node, "`ec2_attributes`") is not { } attributes)
            return null;
        reader.CheckKeys(attributes, Attributes);
        var images = Child(attributes, "allowed_images_settings", ["state", "image_criteria"]);
        var blockPublic = Child(attributes, "image_block_public_access", ["state"]);
        return new DeclarativePolicy
        {
            ExceptionMessage = attributes["exception_message"] is { } message ? reader.Text(message) : null,
            BlocksPublicAccess =
                blockPublic is null ? null
                : State(blockPublic, ["block_new_sharing", "unblocked"]) is { } block ? block == "block_new_sharing"
                : null,
            State = images is null ? null : AllowedImagesStates.FromName(State(images, AllowedImagesStates.Names)),
            Criteria = images?["image_criteria"] is { } criteria ? ReadCriteria(criteria) : [],
        };
    }

    private JsonObject? Child(JsonObject parent, string name, string[] keys)
    {
        if (parent[name] is not { } node || reader.Object(node, $"`{name}`") is not { } child)
            return null;
        reader.CheckKeys(child, keys);
        return child;
    }

    private string? State(JsonObject attribute, IReadOnlyList<string> allowed)
    {
        if (attribute["state"] is { } node)
            return reader.Choice(node, allowed);
        reader.Report(DeclarativeDiagnostics.Grammar, attribute, "the key `state` is missing");
        return null;
    }

    private ImmutableArray<ImageCriterion> ReadCriteria(JsonNode node)
    {
        if (reader.Object(node, "`image_criteria`") is not { } criteria)
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

    private static int NumberOf(string name) =>
        int.TryParse(
            name.AsSpan(name.LastIndexOf('_') + 1),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : 0;

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
            Watermarks = criterion["image_watermarks"] is { } watermarks ? ReadWatermarks(watermarks) : [],
        };
        var hasCriteria = criteria != new ImageCriteria() && criteria.GroupKey != new ImageCriteria().GroupKey;
        return new ImageCriterion(providers, hasCriteria ? criteria : null);
    }

    private static string? ProviderProblem(string provider) =>
        AccountId.IsValid(provider) || OwnerAliases.FromDeclarativeName(provider) is not null ? null
        : OwnerAliases.FromIamName(provider) is { } alias
            ? $"declarative policies spell this alias `{alias.DeclarativeName()}`"
        : "a provider is an account id or one of `amazon`, `aws_marketplace`, `aws_backup_vault`";

    private int? Days(JsonObject criterion, string condition, string name) =>
        Child(criterion, condition, [name]) is { } found && found[name] is { } node ? reader.Days(node) : null;

    private ImmutableArray<ImageWatermark> ReadWatermarks(JsonNode node)
    {
        if (reader.Object(node, "`image_watermarks`") is not { } watermarks)
            return [];
        var read = ImmutableArray.CreateBuilder<ImageWatermark>();
        foreach (var property in DeclarativeNodeReader.Values(watermarks))
        {
            reader.CheckNumberedName(property, "image_watermark_", AllowedImagesLimits.Watermarks);
            if (reader.Object(property.Value, $"`{property.Name}`") is not { } watermark)
                continue;
            reader.CheckKeys(watermark, WatermarkKeys);
            if (watermark["watermark_key"] is not { } key)
                reader.Report(DeclarativeDiagnostics.Grammar, watermark, "the key `watermark_key` is missing");
            else if (reader.Text(key) is { } text)
                read.Add(
                    new ImageWatermark(
                        text,
                        watermark["source_image_region"] is { } region ? reader.Text(region) : null,
                        watermark["maximum_days_since_source_image_created"] is { } source ? reader.Days(source) : null,
                        watermark["maximum_days_since_watermark_created"] is { } age ? reader.Days(age) : null
                    )
                );
        }
        return read.ToImmutable();
    }
}
