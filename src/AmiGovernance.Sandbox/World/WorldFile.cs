using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Config;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Organizations;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Sandbox.World;

/// <summary>Reads and writes `sandbox.json` (docs/reference/sandbox.md). The trail is not in it: it goes to trail files.</summary>
public static class WorldFile
{
    private static readonly string[] RootKeys = ["format_version", "organization", "clock_offset_seconds", "propagation_seconds", "ids_given", "trusted_services", "regions", "opt_in_regions", "roles", "images", "instances", "settings"];
    private static readonly string[] RoleKeys = ["account", "name", "policy"];
    private static readonly string[] ImageKeys = ["id", "region", "owner", "owner_alias", "name", "description", "state", "created", "deprecated", "last_launched", "launch_permissions", "source_image", "source_instance", "encrypted", "product_codes", "tags"];
    private static readonly string[] InstanceKeys = ["id", "account", "region", "image", "type", "launched", "state", "tags"];
    private static readonly string[] SettingsKeys = ["account", "region", "blocks_public_access", "allowed_images"];

    public static byte[] Write(SandboxWorld world) => JsonText.Write(indented: true, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", "1.0");
        writer.WritePropertyName("organization");
        OrganizationWriter.Write(writer, world.Organization);
        writer.WriteNumber("clock_offset_seconds", (long)world.ClockOffset.TotalSeconds);
        writer.WriteNumber("propagation_seconds", (long)world.Propagation.TotalSeconds);
        writer.WriteNumber("ids_given", world.IdsGiven);
        writer.WriteStrings("trusted_services", world.TrustedServices);
        writer.WriteStrings("regions", world.Ec2.Regions);
        writer.WriteStartObject("opt_in_regions");
        foreach (var (region, accounts) in world.Ec2.OptInRegions.OrderBy(r => r.Key, StringComparer.Ordinal)) writer.WriteStrings(region, accounts.Order(StringComparer.Ordinal));
        writer.WriteEndObject();
        Array(writer, "roles", world.Roles.OrderBy(r => r.Key), r =>
        {
            writer.WriteString("account", r.Key.Account);
            writer.WriteString("name", r.Key.Name);
            if (r.Value.Policy is { } policy) writer.WriteString("policy", policy);
        });
        Array(writer, "images", world.Ec2.Images, i => Write(writer, i));
        Array(writer, "instances", world.Ec2.Instances, i =>
        {
            writer.WriteString("id", i.Id);
            writer.WriteString("account", i.Account);
            writer.WriteString("region", i.Region);
            writer.WriteString("image", i.ImageId);
            writer.WriteString("type", i.InstanceType);
            writer.WriteString("launched", Time(i.LaunchTime));
            if (i.State != "running") writer.WriteString("state", i.State);
            Tags(writer, i.Tags);
        });
        Array(writer, "settings", world.Ec2.Settings.OrderBy(s => s.Key), s =>
        {
            writer.WriteString("account", s.Key.Account);
            writer.WriteString("region", s.Key.Region);
            writer.WriteBoolean("blocks_public_access", s.Value.BlocksPublicAccess);
            writer.WriteString("allowed_images", s.Value.AllowedImages);
        });
        writer.WriteEndObject();
    });

    /// <summary>Null with a report when the file describes no world.</summary>
    public static SandboxWorld? Read(SourceText source, TimeProvider time, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var world = JsonParser.Parse(source, own) is { } tree ? Read(tree, time, own) : null;
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : world;
    }

    private static SandboxWorld? Read(JsonDocumentTree tree, TimeProvider time, DiagnosticBag bag)
    {
        if (ObjectReader.Open(tree, tree.Root, RootKeys, bag) is not { } root) return null;
        root.Require("organization");
        if (root.Node["organization"] is not { } node || OrganizationReader.Read(tree, node, bag) is not { } organization) return null;
        var world = new SandboxWorld(organization, time)
        {
            ClockOffset = TimeSpan.FromSeconds(Number(root, "clock_offset_seconds")),
            Propagation = TimeSpan.FromSeconds(Number(root, "propagation_seconds")),
            IdsGiven = Number(root, "ids_given"),
        };
        foreach (var service in Texts(root, "trusted_services")) world.TrustedServices.Add(service);
        if (root.Node["regions"] is not null) world.Ec2.Regions = [.. Texts(root, "regions")];
        foreach (var region in (root.Node["opt_in_regions"] as JsonObject)?.Properties ?? [])
            world.Ec2.OptInRegions[region.Name] = [.. ((region.Value as JsonArray)?.Items ?? []).OfType<JsonString>().Select(s => s.Value)];
        foreach (var role in root.List("roles", 0).Select(n => root.Open(n, RoleKeys)).OfType<ObjectReader>())
            world.Roles[(Required(role, "account"), Required(role, "name"))] = Role((role.Node["policy"] as JsonString)?.Value, tree, role.Node, bag);
        if (root.Node["roles"] is null)
            foreach (var account in organization.Accounts.Where(a => a.Id != organization.ManagementAccount)) world.Roles[(account.Id.Value, SandboxRole.OrganizationAccess)] = new SandboxRole((string?)null);
        foreach (var image in root.List("images", 0).Select(n => root.Open(n, ImageKeys)).OfType<ObjectReader>()) world.Ec2.Put(Image(image));
        foreach (var instance in root.List("instances", 0).Select(n => root.Open(n, InstanceKeys)).OfType<ObjectReader>())
            world.Ec2.Put(new SandboxInstance(Required(instance, "id"), Required(instance, "account"), Required(instance, "region"), Required(instance, "image"), instance.Text("type") ?? "t3.micro", Time(instance, "launched") ?? default)
            {
                State = instance.Text("state") ?? "running",
                Tags = Tags(instance),
                Image = world.Ec2.Image(Required(instance, "image")),
            });
        foreach (var settings in root.List("settings", 0).Select(n => root.Open(n, SettingsKeys)).OfType<ObjectReader>())
            world.Ec2.Settings[(Required(settings, "account"), Required(settings, "region"))] = new RegionSettings { BlocksPublicAccess = settings.Boolean("blocks_public_access") ?? true, AllowedImages = settings.Text("allowed_images") ?? "disabled" };
        return world;
    }

    private static SandboxRole Role(string? policy, JsonDocumentTree tree, JsonNode node, DiagnosticBag bag)
    {
        if (policy is null) return new SandboxRole((string?)null);
        var own = new DiagnosticBag();
        var document = PolicyParser.Parse(SourceText.FromString("policy", policy), PolicyType.IdentityPolicy, own);
        if (document is null || own.HasErrors)
        {
            bag.Report(OrganizationDiagnostics.Inconsistent, tree.At(node), $"the role's policy is not valid: {own.ToSorted().FirstOrDefault()?.Message}");
            return new SandboxRole(policy);
        }
        return new SandboxRole(policy) { Permissions = new CompiledPolicy(document, "role") };
    }

    private static SandboxImage Image(ObjectReader image) => new(Required(image, "id"), Required(image, "region"), Required(image, "owner"), Required(image, "name"), Time(image, "created") ?? default)
    {
        OwnerAlias = image.Text("owner_alias"),
        Description = image.Text("description") ?? "",
        State = image.Text("state") ?? "available",
        DeprecationTime = Time(image, "deprecated"),
        LastLaunched = Time(image, "last_launched"),
        LaunchPermissions = [.. Texts(image, "launch_permissions").Select(Permission)],
        SourceImageId = image.Text("source_image"),
        SourceInstanceId = image.Text("source_instance"),
        Encrypted = image.Boolean("encrypted") ?? true,
        ProductCodes = [.. Texts(image, "product_codes")],
        Tags = Tags(image),
    };

    private static void Write(Utf8JsonWriter writer, SandboxImage image)
    {
        writer.WriteString("id", image.Id);
        writer.WriteString("region", image.Region);
        writer.WriteString("owner", image.OwnerId);
        if (image.OwnerAlias is { } alias) writer.WriteString("owner_alias", alias);
        writer.WriteString("name", image.Name);
        if (image.Description.Length > 0) writer.WriteString("description", image.Description);
        if (image.State != "available") writer.WriteString("state", image.State);
        writer.WriteString("created", Time(image.CreationDate));
        if (image.DeprecationTime is { } deprecated) writer.WriteString("deprecated", Time(deprecated));
        if (image.LastLaunched is { } launched) writer.WriteString("last_launched", Time(launched));
        if (!image.LaunchPermissions.IsEmpty) writer.WriteStrings("launch_permissions", image.LaunchPermissions.Select(p => p.Value));
        if (image.SourceImageId is { } source) writer.WriteString("source_image", source);
        if (image.SourceInstanceId is { } instance) writer.WriteString("source_instance", instance);
        if (!image.Encrypted) writer.WriteBoolean("encrypted", false);
        if (!image.ProductCodes.IsEmpty) writer.WriteStrings("product_codes", image.ProductCodes);
        Tags(writer, image.Tags);
    }

    /// <summary>`all`, an account id, or an ARN of an organization or organizational unit.</summary>
    private static LaunchPermission Permission(string text) =>
        text == "all" ? LaunchPermission.Public : text.Contains(":ou/", StringComparison.Ordinal) ? new LaunchPermission("organizationalUnitArn", text)
        : text.StartsWith("arn:", StringComparison.Ordinal) ? new LaunchPermission("organizationArn", text) : new LaunchPermission("userId", text);

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

    private static void Tags(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> tags)
    {
        if (tags.IsEmpty) return;
        writer.WriteStartObject("tags");
        foreach (var (key, value) in tags) writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static ImmutableSortedDictionary<string, string> Tags(ObjectReader reader) =>
        (reader.Node["tags"] as JsonObject)?.Properties.ToImmutableSortedDictionary(p => p.Name, p => (p.Value as JsonString)?.Value ?? "", StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(ObjectReader reader, string key) =>
        reader.Text(key) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static long Number(ObjectReader reader, string key) => long.TryParse((reader.Node[key] as JsonNumber)?.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Required(ObjectReader reader, string key)
    {
        reader.Require(key);
        return reader.Text(key) ?? "";
    }

    private static IEnumerable<string> Texts(ObjectReader reader, string key) => reader.List(key, 0).Select(n => reader.Text(n)).OfType<string>();
}
