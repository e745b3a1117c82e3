using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>
/// Writes `config/ami_publishers.json`. Texts of policies keep their meaning to the character, and are harmless to look at.
/// </summary>
internal static class AdoptedConfigurationWriter
{
    private const string NoEnd =
        "the policy that lists it has no end: if it is needed for a time only, make it an exception (`type`, `expires_on`)";

    private static readonly PolicyConfig Defaults = new();

    public static byte[] Write(AdoptedConfiguration config) =>
        Encoding.UTF8.GetBytes(Visible(JsonText.ToText(JsonText.WriteFile(writer => Write(writer, config)))));

    /// <summary>What a reader would not see is written as JSON's escape of it.</summary>
    private static string Visible(string json)
    {
        var text = new StringBuilder(json.Length);
        foreach (var rune in json.EnumerateRunes())
            if (rune.Value == '\n' || !Sanitize.IsUnsafe(rune))
                text.Append(rune.ToString());
            else
                foreach (var unit in rune.ToString())
                    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter writer, AdoptedConfiguration config)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "../schema/ami_publishers.schema.json");
        writer.WriteObjects("ops_publisher_account", config.Publishers.Where(p => p.IsOps), Publisher);
        writer.WriteObjects("vendor_publisher_accounts", config.Publishers.Where(p => !p.IsOps), Publisher);
        writer.WriteObjects("publisher_aliases", config.Aliases, Alias);
        Optional(writer, "managed_services", config.Services, Service);
        writer.WriteObjects("exception_accounts", config.Exceptions, Exception);
        Optional(writer, "break_glass_principals", config.BreakGlass, (w, arn) => w.WriteString("arn", arn));
        Optional(writer, "image_creation_roles", config.CreationRoles, Role);
        Optional(writer, "restore_roles", config.RestoreRoles, Role);
        writer.WriteStrings("targets", config.Targets);
        if (config.Carrier is { } carrier)
        {
            writer.WriteStartObject("deployment");
            writer.WriteString("carrier", carrier.Name());
            writer.WriteEndObject();
        }
        Policy(writer, config.Policy);
        writer.WriteEndObject();
    }

    private static void Optional<T>(
        Utf8JsonWriter writer,
        string name,
        ImmutableArray<T> items,
        Action<Utf8JsonWriter, T> members
    )
    {
        if (!items.IsEmpty)
            writer.WriteObjects(name, items, members);
    }

    private static void Publisher(Utf8JsonWriter writer, AdoptedPublisher publisher)
    {
        writer.WriteString("account_id", publisher.Account.Value);
        if (publisher.Name.Length > 0)
            writer.WriteString(publisher.IsOps ? "account_name" : "vendor_name", publisher.Name);
        writer.WriteString("evidence", publisher.Evidence);
        if (!publisher.IsOps)
            writer.WriteString("notes", NoEnd);
        if (publisher.MayCreateImages is { } may)
            writer.WriteBoolean("may_create_images", may);
        Criteria(writer, publisher.Criteria);
    }

    private static void Alias(Utf8JsonWriter writer, AdoptedAlias alias)
    {
        writer.WriteString("alias", alias.Alias.DeclarativeName());
        writer.WriteString("evidence", alias.Evidence);
        Criteria(writer, alias.Criteria);
    }

    private static void Service(Utf8JsonWriter writer, AdoptedService service)
    {
        writer.WriteString("service", service.Name);
        if (!service.Accounts.IsEmpty)
            writer.WriteStrings("account_ids", service.Accounts.Select(a => a.Value));
    }

    private static void Exception(Utf8JsonWriter writer, AdoptedException exception)
    {
        writer.WriteString("account_id", exception.Account.Value);
        writer.WriteString("expires_on", exception.ExpiresOn.Text());
        writer.WriteString("notes", exception.Evidence);
        if (!exception.UsableBy.IsEmpty)
            writer.WriteStrings("usable_by", exception.UsableBy.Select(a => a.Value));
        if (exception.MayCreateImages)
            writer.WriteBoolean("may_create_images", true);
    }

    private static void Role(Utf8JsonWriter writer, string arn)
    {
        writer.WriteString("arn", arn);
        writer.WriteString(
            "service",
            arn.EndsWith("/AWSBackupDefaultServiceRole", StringComparison.Ordinal) ? "aws_backup" : "other"
        );
    }

    private static void Criteria(Utf8JsonWriter writer, ImageCriteria? criteria)
    {
        if (criteria is null)
            return;
        writer.WriteStartObject("image_criteria");
        if (!criteria.ImageNames.IsEmpty)
            writer.WriteStrings("image_names", criteria.ImageNames);
        if (!criteria.MarketplaceProductCodes.IsEmpty)
            writer.WriteStrings("marketplace_product_codes", criteria.MarketplaceProductCodes);
        if (!criteria.Watermarks.IsEmpty)
            writer.WriteObjects("image_watermarks", criteria.Watermarks, Watermark);
        Number(writer, "maximum_days_since_created", criteria.MaximumDaysSinceCreated);
        Number(writer, "maximum_days_since_deprecated", criteria.MaximumDaysSinceDeprecated);
        writer.WriteEndObject();
    }

    private static void Watermark(Utf8JsonWriter writer, ImageWatermark watermark)
    {
        writer.WriteString("watermark_key", watermark.WatermarkKey);
        if (watermark.SourceImageRegion is { } region)
            writer.WriteString("source_image_region", region);
        Number(writer, "maximum_days_since_source_image_created", watermark.MaximumDaysSinceSourceImageCreated);
        Number(writer, "maximum_days_since_watermark_created", watermark.MaximumDaysSinceWatermarkCreated);
    }

    private static void Number(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    private static void Policy(Utf8JsonWriter writer, PolicyConfig policy)
    {
        writer.WriteStartObject("policy_config");
        writer.WriteString("enforcement_mode", (policy.EnforcementMode ?? AllowedImagesState.AuditMode).Name());
        if (policy.ExceptionMessage is { } message)
            writer.WriteString("exception_message", message);
        Switch(writer, "block_public_ami_sharing", policy.BlockPublicAmiSharing, Defaults.BlockPublicAmiSharing);
        foreach (var (attribute, state) in policy.OptionalStates)
            writer.WriteString(attribute, state);
        Switch(
            writer,
            "deny_ami_creation_in_workloads",
            policy.DenyAmiCreationInWorkloads,
            Defaults.DenyAmiCreationInWorkloads
        );
        Switch(writer, "deny_foreign_image_copies", policy.DenyForeignImageCopies, Defaults.DenyForeignImageCopies);
        Switch(writer, "deny_content_export", policy.DenyContentExport, Defaults.DenyContentExport);
        if (!policy.DenyImageServices.IsEmpty)
            writer.WriteStrings("deny_image_services", policy.DenyImageServices.Select(s => s.Name));
        Text(writer, "declarative_policy_name", policy.DeclarativePolicyName, Defaults.DeclarativePolicyName);
        Text(writer, "scp_name", policy.ScpName, Defaults.ScpName);
        if (policy.Partition != Defaults.Partition)
            writer.WriteString("partition", policy.Partition.Name());
        writer.WriteEndObject();
    }

    private static void Switch(Utf8JsonWriter writer, string name, bool value, bool usual)
    {
        if (value != usual)
            writer.WriteBoolean(name, value);
    }

    private static void Text(Utf8JsonWriter writer, string name, string value, string usual)
    {
        if (value != usual)
            writer.WriteString(name, value);
    }
}
