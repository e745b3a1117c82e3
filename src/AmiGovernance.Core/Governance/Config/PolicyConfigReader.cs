using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Config;

internal static class PolicyConfigReader
{
    public static PolicyConfig Read(ObjectReader root)
    {
        var defaults = new PolicyConfig();
        if (root.Node["policy_config"] is not { } node || root.Open(node, ConfigKeys.PolicyConfig) is not { } entry)
            return defaults;
        return new PolicyConfig
        {
            EnforcementMode = AllowedImagesStates.FromName(
                entry.Choice("enforcement_mode", AllowedImagesStates.EnforcementModes)
            ),
            MinimumAuditDays = entry.Integer("minimum_audit_days", 0, 365) ?? defaults.MinimumAuditDays,
            ExceptionRequestUrl = ReadUrl(entry, "exception_request_url"),
            ExceptionMessage = entry.Text("exception_message"),
            MaxExceptionDays = entry.Integer("max_exception_days", 1, 366),
            WarningDays = entry.Integer("warning_days", 0, 365) ?? defaults.WarningDays,
            BlockPublicAmiSharing = entry.Boolean("block_public_ami_sharing") ?? true,
            DenyAmiCreationInWorkloads = entry.Boolean("deny_ami_creation_in_workloads") ?? true,
            DenyForeignImageCopies = entry.Boolean("deny_foreign_image_copies") ?? false,
            DenyContentExport = entry.Boolean("deny_content_export") ?? false,
            DenyImageServices = ReadServices(entry),
            DeclarativePolicyName =
                entry.Text("declarative_policy_name", AwsFacts.PolicyName.Value) ?? defaults.DeclarativePolicyName,
            ScpName = entry.Text("scp_name", AwsFacts.PolicyName.Value) ?? defaults.ScpName,
            Tags = ReadTags(entry),
            Partition = Partitions.FromName(entry.Choice("partition", Partitions.Names)) ?? defaults.Partition,
            OptionalStates = ReadStates(entry),
            ImageNamingPattern = entry.Text("image_naming_pattern") ?? defaults.ImageNamingPattern,
        };
    }

    private static ImmutableSortedDictionary<string, string> ReadStates(ObjectReader entry)
    {
        var states = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var attribute in DeclarativeAttributes.Optional)
            if (entry.Choice(attribute.Name, attribute.Names) is { } state)
                states[attribute.Name] = state;
        return states.ToImmutable();
    }

    private static ImmutableArray<ImageService> ReadServices(ObjectReader entry)
    {
        var named = entry.List("deny_image_services", 0).Select(n => entry.Choice(n, ImageService.Names)).ToList();
        return [.. ImageService.All.Where(s => named.Contains(s.Name))];
    }

    private static string? ReadUrl(ObjectReader entry, string key)
    {
        if (entry.Text(key) is not { } text)
            return null;
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "https" or "http"
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '<' or '>')
        )
            return text;
        entry.Bag.Report(
            ConfigDiagnostics.Url,
            entry.Tree.At(entry.Node[key] ?? entry.Node),
            $"`{text}` is not an http or https address",
            "people whose launch is blocked are sent there; write it in full, such as `https://tickets.company.com/ami`"
        );
        return null;
    }

    /// <summary>
    /// Organizations: up to 50 tags, keys of 1 to 128 and values of 0 to 256 characters, no key starting with `aws:`.
    /// </summary>
    private static ImmutableSortedDictionary<string, string> ReadTags(ObjectReader entry)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (entry.Node["tags"] is not { } node)
            return tags.ToImmutable();
        if (node is not JsonObject table)
        {
            ObjectReader.ReportWrongType(entry.Tree, node, "an object", entry.Bag);
            return tags.ToImmutable();
        }
        if (table.Properties.Count > AwsFacts.TagsOfPolicy.Value)
            entry.Report(
                ConfigDiagnostics.ListLength,
                table,
                $"there are {table.Properties.Count} tags; AWS allows {AwsFacts.TagsOfPolicy.Value}"
            );
        foreach (var property in table.Properties)
        {
            CheckTagKey(entry, property);
            if (ReadTagValue(entry, property.Value) is { } value)
                tags[property.Name] = value;
        }
        return tags.ToImmutable();
    }

    private static void CheckTagKey(ObjectReader entry, JsonProperty property)
    {
        var isReserved = property.Name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);
        if (!isReserved && property.Name.Length > 0 && property.Name.Length <= AwsFacts.TagKey.Value)
            return;
        entry.Bag.Report(
            ConfigDiagnostics.InvalidText,
            entry.Tree.AtName(property),
            $"`{property.Name}` is not a tag key",
            $"1 to {AwsFacts.TagKey.Value} characters, not starting with `aws:`"
        );
    }

    private static string? ReadTagValue(ObjectReader entry, JsonNode node)
    {
        if (node is not JsonString value)
        {
            ObjectReader.ReportWrongType(entry.Tree, node, "a string", entry.Bag);
            return null;
        }
        if (value.Value.Length <= AwsFacts.TagValue.Value)
            return value.Value;
        entry.Report(
            ConfigDiagnostics.InvalidText,
            value,
            $"the tag value has {value.Value.Length} characters; the limit is {AwsFacts.TagValue.Value}"
        );
        return null;
    }
}
