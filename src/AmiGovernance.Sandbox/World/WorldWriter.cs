using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Sandbox.World;

/// <summary>Writes a world as `sandbox.json` (docs/reference/sandbox.md). Not in it: sessions, the trail, and what buckets hold.</summary>
public static class WorldWriter
{
    public static byte[] Write(SandboxWorld world) =>
        JsonText.Write(
            indented: true,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("format_version", "1.0");
                writer.WritePropertyName("organization");
                OrganizationWriter.Write(writer, world.Organization);
                writer.WriteNumber("clock_offset_seconds", (long)world.ClockOffset.TotalSeconds);
                if (world.PolicyLag != Lag.None)
                    WriteLag(writer, "policy_lag", world.PolicyLag);
                if (world.ReadLag != Lag.None)
                    WriteLag(writer, "read_lag", world.ReadLag);
                writer.WriteString("declarative_denial_code", world.DeclarativeDenialCode);
                writer.WriteNumber("ids_given", world.IdsGiven);
                writer.WriteStrings("trusted_services", world.TrustedServices);
                Array(
                    writer,
                    "delegated_administrators",
                    world.DelegatedAdministrators,
                    d =>
                    {
                        writer.WriteString("account", d.Account);
                        writer.WriteString("service", d.Service);
                    }
                );
                if (world.ResourcePolicy is { } policy)
                    writer.WriteString("resource_policy", policy);
                writer.WriteStrings("regions", world.Ec2.Regions);
                writer.WriteStartObject("opt_in_regions");
                foreach (var (region, accounts) in world.Ec2.OptInRegions.OrderBy(r => r.Key, StringComparer.Ordinal))
                    writer.WriteStrings(region, accounts.Order(StringComparer.Ordinal));
                writer.WriteEndObject();
                Array(writer, "roles", world.Roles, r => WriteRole(writer, r.Key, r.Value));
                Array(writer, "images", world.Ec2.Images, i => WriteImage(writer, i));
                Array(writer, "instances", world.Ec2.Instances, i => WriteInstance(writer, i));
                Array(writer, "launch_templates", world.Ec2.LaunchTemplates, t => WriteTemplate(writer, t));
                Array(
                    writer,
                    "settings",
                    world.Ec2.Settings.OrderBy(s => s.Key),
                    s => WriteSettings(writer, s.Key, s.Value)
                );
                Array(
                    writer,
                    "buckets",
                    world.Buckets.All,
                    b =>
                    {
                        writer.WriteString("name", b.Name);
                        writer.WriteString("account", b.Account);
                        writer.WriteString("region", b.Region);
                        writer.WriteString("created", b.Created.IsoText());
                        if (b.Policy is { } text)
                            writer.WriteString("policy", text);
                    }
                );
                Array(
                    writer,
                    "resources",
                    world.Resources.All,
                    r =>
                    {
                        writer.WriteString("kind", r.Kind);
                        writer.WriteString("account", r.Account);
                        if (r.Region.Length > 0)
                            writer.WriteString("region", r.Region);
                        writer.WriteString("name", r.Name);
                        writer.WritePropertyName("body");
                        r.Body.WriteTo(writer);
                    }
                );
                writer.WriteEndObject();
            }
        );

    private static void WriteLag(Utf8JsonWriter writer, string name, Lag lag)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("seconds", (long)lag.Time.TotalSeconds);
        writer.WriteNumber("calls", lag.Calls);
        writer.WriteEndObject();
    }

    private static void WriteRole(Utf8JsonWriter writer, (string Account, string Name) key, SandboxRole role)
    {
        writer.WriteString("account", key.Account);
        writer.WriteString("name", key.Name);
        if (role.Policy is { } policy)
            writer.WriteString("policy", policy);
        if (!role.Trusts.IsEmpty)
            writer.WriteStrings("trusts", role.Trusts);
        if (role.MaximumSession != TimeSpan.FromHours(1))
            writer.WriteNumber("max_session_seconds", (int)role.MaximumSession.TotalSeconds);
    }

    private static void WriteImage(Utf8JsonWriter writer, SandboxImage image)
    {
        writer.WriteString("id", image.Id);
        writer.WriteString("region", image.Region);
        writer.WriteString("owner", image.OwnerId);
        if (image.OwnerAlias is { } alias)
            writer.WriteString("owner_alias", alias);
        writer.WriteString("name", image.Name);
        if (image.Description.Length > 0)
            writer.WriteString("description", image.Description);
        if (image.State != "available")
            writer.WriteString("state", image.State);
        if (image.Architecture != "x86_64")
            writer.WriteString("architecture", image.Architecture);
        writer.WriteString("created", image.CreationDate.IsoText());
        if (image.DeprecationTime is { } deprecated)
            writer.WriteString("deprecated", deprecated.IsoText());
        if (image.LastLaunched is { } launched)
            writer.WriteString("last_launched", launched.IsoText());
        if (!image.LaunchPermissions.IsEmpty)
            writer.WriteStrings("launch_permissions", image.LaunchPermissions.Select(p => p.Value));
        if (image.SourceImageId is { } source)
            writer.WriteString("source_image", source);
        if (image.SourceImageRegion is { } region)
            writer.WriteString("source_region", region);
        if (image.SourceInstanceId is { } instance)
            writer.WriteString("source_instance", instance);
        if (!image.Encrypted)
            writer.WriteBoolean("encrypted", false);
        if (image.PublicSnapshot)
            writer.WriteBoolean("public_snapshot", true);
        if (image.DeregistrationProtection)
            writer.WriteBoolean("deregistration_protection", true);
        if (!image.ProductCodes.IsEmpty)
            writer.WriteStrings("product_codes", image.ProductCodes);
        if (!image.Watermarks.IsEmpty)
            Array(
                writer,
                "watermarks",
                image.Watermarks,
                w =>
                {
                    writer.WriteString("key", w.WatermarkKey);
                    writer.WriteString("source_image_region", w.SourceImageRegion);
                    writer.WriteString("source_image_created", w.SourceImageCreationTime.IsoText());
                    writer.WriteString("created", w.WatermarkCreationTime.IsoText());
                }
            );
        WriteTags(writer, image.Tags);
    }

    private static void WriteInstance(Utf8JsonWriter writer, SandboxInstance instance)
    {
        writer.WriteString("id", instance.Id);
        writer.WriteString("account", instance.Account);
        writer.WriteString("region", instance.Region);
        writer.WriteString("image", instance.ImageId);
        writer.WriteString("type", instance.InstanceType);
        writer.WriteString("launched", instance.LaunchTime.IsoText());
        if (instance.State != "running")
            writer.WriteString("state", instance.State);
        WriteTags(writer, instance.Tags);
    }

    private static void WriteTemplate(Utf8JsonWriter writer, LaunchTemplate template)
    {
        writer.WriteString("id", template.Id);
        writer.WriteString("name", template.Name);
        writer.WriteString("account", template.Account);
        writer.WriteString("region", template.Region);
        writer.WriteString("created", template.Created.IsoText());
        writer.WriteNumber("default_version", template.DefaultVersion);
        Array(
            writer,
            "versions",
            template.Versions,
            v =>
            {
                writer.WriteNumber("number", v.Number);
                if (v.ImageId is { } image)
                    writer.WriteString("image", image);
                if (v.InstanceType is { } type)
                    writer.WriteString("type", type);
                writer.WriteString("created", v.Created.IsoText());
                if (v.Description is { } description)
                    writer.WriteString("description", description);
            }
        );
        WriteTags(writer, template.Tags);
    }

    private static void WriteSettings(
        Utf8JsonWriter writer,
        (string Account, string Region) key,
        RegionSettings settings
    )
    {
        writer.WriteString("account", key.Account);
        writer.WriteString("region", key.Region);
        writer.WriteBoolean("blocks_public_access", settings.BlocksPublicAccess);
        writer.WriteString("allowed_images", settings.AllowedImages.Name());
        if (settings.Criteria.IsEmpty)
            return;
        Array(
            writer,
            "criteria",
            settings.Criteria,
            c =>
            {
                writer.WriteStrings("providers", c.Providers);
                if (c.Criteria is not { } more)
                    return;
                if (!more.ImageNames.IsEmpty)
                    writer.WriteStrings("image_names", more.ImageNames);
                if (!more.MarketplaceProductCodes.IsEmpty)
                    writer.WriteStrings("marketplace_product_codes", more.MarketplaceProductCodes);
                if (more.MaximumDaysSinceCreated is { } created)
                    writer.WriteNumber("maximum_days_since_created", created);
                if (more.MaximumDaysSinceDeprecated is { } deprecated)
                    writer.WriteNumber("maximum_days_since_deprecated", deprecated);
            }
        );
    }

    private static void Array<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteTags(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> tags)
    {
        if (tags.IsEmpty)
            return;
        writer.WriteStartObject("tags");
        foreach (var (key, value) in tags)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }
}
