using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Sandbox.World;

/// <summary>Reads a world from `sandbox.json` (docs/reference/sandbox.md) and checks what AWS makes sure of in real life.</summary>
public sealed class WorldReader
{
    private readonly JsonDocumentTree tree;
    private readonly DiagnosticBag bag;
    private readonly ObjectReader root;
    private readonly SandboxWorld world;

    private WorldReader(JsonDocumentTree tree, ObjectReader root, SandboxWorld world, DiagnosticBag bag) =>
        (this.tree, this.root, this.world, this.bag) = (tree, root, world, bag);

    /// <summary>Null with a report when the file describes no world.</summary>
    /// <param name="objects">Where the objects of its buckets are; in memory without it.</param>
    public static SandboxWorld? Read(
        SourceText source,
        TimeProvider time,
        DiagnosticBag bag,
        Func<string, IObjects>? objects = null
    )
    {
        var own = new DiagnosticBag();
        var world = JsonParser.Parse(source, own) is { } tree ? Read(tree, time, own, objects) : null;
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : world;
    }

    private static SandboxWorld? Read(
        JsonDocumentTree tree,
        TimeProvider time,
        DiagnosticBag bag,
        Func<string, IObjects>? objects
    )
    {
        if (ObjectReader.Open(tree, tree.Root, WorldKeys.Root, bag) is not { } root)
            return null;
        root.Require("organization");
        if (
            root.Node["organization"] is not { } node
            || OrganizationReader.Read(tree, node, bag) is not { } organization
        )
            return null;
        var world = new SandboxWorld(organization, time);
        if (objects is not null)
            world.Buckets.Objects = objects;
        new WorldReader(tree, root, world, bag).Fill();
        return world;
    }

    private void Fill()
    {
        world.ClockOffset = TimeSpan.FromSeconds(root.Integer("clock_offset_seconds", int.MinValue, int.MaxValue) ?? 0);
        (world.PolicyLag, world.ReadLag) = (ReadLag("policy_lag"), ReadLag("read_lag"));
        world.IdsGiven = root.Integer("ids_given", 0, int.MaxValue) ?? 0;
        world.DeclarativeDenialCode = root.Text("declarative_denial_code", 100) ?? world.DeclarativeDenialCode;
        world.ResourcePolicy = root.Text("resource_policy", 40_000);
        world.TrustedServices.UnionWith(root.Texts("trusted_services"));
        if (root.Node["regions"] is not null)
            world.Ec2.Regions = [.. root.Texts("regions")];
        foreach (var region in (root.Node["opt_in_regions"] as JsonObject)?.Properties ?? [])
            world.Ec2.OptInRegions[region.Name] =
            [
                .. ((region.Value as JsonArray)?.Items ?? []).OfType<JsonString>().Select(s => s.Value),
            ];
        foreach (var administrator in Objects(root, "delegated_administrators", WorldKeys.Administrator))
            if (Account(administrator, "account") is { } account && administrator.Required("service") is { } service)
                world.DelegatedAdministrators.Add((account, service));
        ReadRoles();
        foreach (var image in Objects(root, "images", WorldKeys.Image))
            ReadImage(image);
        foreach (var instance in Objects(root, "instances", WorldKeys.Instance))
            ReadInstance(instance);
        foreach (var template in Objects(root, "launch_templates", WorldKeys.LaunchTemplate))
            ReadTemplate(template);
        foreach (var settings in Objects(root, "settings", WorldKeys.Settings))
            ReadSettings(settings);
        foreach (var bucket in Objects(root, "buckets", WorldKeys.Bucket))
            if (
                bucket.Required("name") is { } name
                && Account(bucket, "account") is { } owner
                && Region(bucket) is { } region
            )
                world.Buckets.Put(
                    new Bucket(name, owner, region, bucket.Time("created") ?? default, world.Buckets.Objects(name))
                    {
                        Policy = bucket.LongText("policy"),
                    }
                );
        foreach (var resource in Objects(root, "resources", WorldKeys.Resource))
            ReadResource(resource);
    }

    private Lag ReadLag(string key) =>
        root.Node[key] is { } node && root.Open(node, WorldKeys.Lag) is { } lag
            ? new Lag(
                TimeSpan.FromSeconds(lag.Integer("seconds", 0, int.MaxValue) ?? 0),
                lag.Integer("calls", 0, int.MaxValue) ?? 0
            )
            : Lag.None;

    /// <summary>Without any roles, accounts have the role that Organizations puts into the accounts that it makes.</summary>
    private void ReadRoles()
    {
        if (root.Node["roles"] is null)
            foreach (
                var account in world.Organization.Accounts.Where(a => a.Id != world.Organization.ManagementAccount)
            )
                world.Roles[(account.Id.Value, SandboxRole.OrganizationAccess)] = new SandboxRole();
        foreach (var role in Objects(root, "roles", WorldKeys.Role))
            if (Account(role, "account") is { } account && role.Required("name") is { } name)
                world.Roles[(account, name)] = Role(role) with
                {
                    Trusts = [.. role.Texts("trusts")],
                    MaximumSession = TimeSpan.FromSeconds(role.Integer("max_session_seconds", 3600, 43_200) ?? 3600),
                };
    }

    private SandboxRole Role(ObjectReader role)
    {
        if (role.LongText("policy") is not { } policy)
            return new SandboxRole();
        try
        {
            return SandboxRole.WithPolicy(policy);
        }
        catch (FormatException e)
        {
            Report(role.Node["policy"], $"the role's policy is not valid: {e.Message}");
            return new SandboxRole();
        }
    }

    private void ReadImage(ObjectReader image)
    {
        if (
            Id(image, "id", "ami-") is not { } id
            || Region(image) is not { } region
            || image.AccountId("owner") is not { } owner
            || image.Required("name") is not { } name
        )
            return;
        if (world.Ec2.Image(id) is not null)
            Report(image.Node["id"], $"`{id}` is given twice");
        world.Ec2.Put(
            new SandboxImage(id, region, owner.Value, name, image.Time("created") ?? default)
            {
                OwnerAlias = image.Text("owner_alias"),
                Description = image.Text("description") ?? "",
                State = image.Choice("state", ["available", "pending", "failed", "disabled"]) ?? "available",
                Architecture = image.Text("architecture") ?? "x86_64",
                DeprecationTime = image.Time("deprecated"),
                LastLaunched = image.Time("last_launched"),
                LaunchPermissions = [.. image.Texts("launch_permissions").Select(LaunchPermission.Parse)],
                SourceImageId = image.Text("source_image"),
                SourceImageRegion = image.Text("source_region"),
                SourceInstanceId = image.Text("source_instance"),
                Encrypted = image.Boolean("encrypted") ?? true,
                PublicSnapshot = image.Boolean("public_snapshot") ?? false,
                DeregistrationProtection = image.Boolean("deregistration_protection") ?? false,
                ProductCodes = [.. image.Texts("product_codes")],
                Watermarks =
                [
                    .. Objects(image, "watermarks", WorldKeys.Watermark)
                        .Select(w => new WatermarkFacts(
                            w.Required("key") ?? "",
                            w.Required("source_image_region") ?? "",
                            w.Time("source_image_created") ?? default,
                            w.Time("created") ?? default
                        )),
                ],
                Tags = image.Tags(),
            }
        );
    }

    private void ReadInstance(ObjectReader instance)
    {
        if (
            Id(instance, "id", "i-") is not { } id
            || Account(instance, "account") is not { } account
            || Region(instance) is not { } region
            || Id(instance, "image", "ami-") is not { } image
        )
            return;
        world.Ec2.Put(
            new SandboxInstance(
                id,
                account,
                region,
                image,
                instance.Text("type") ?? "t3.micro",
                instance.Time("launched") ?? default
            )
            {
                State = instance.Choice("state", ["running", "stopped", "terminated"]) ?? "running",
                Tags = instance.Tags(),
                Image = world.Ec2.Image(image),
            }
        );
    }

    private void ReadTemplate(ObjectReader template)
    {
        if (
            Id(template, "id", "lt-") is not { } id
            || template.Required("name") is not { } name
            || Account(template, "account") is not { } account
            || Region(template) is not { } region
        )
            return;
        var versions = Objects(template, "versions", WorldKeys.LaunchTemplateVersion)
            .Select(
                (v, i) =>
                    new LaunchTemplateVersion(
                        v.Integer("number", 1, int.MaxValue) ?? i + 1,
                        v.Text("image"),
                        v.Text("type"),
                        v.Time("created") ?? default
                    )
                    {
                        Description = v.Text("description"),
                    }
            )
            .OrderBy(v => v.Number)
            .ToImmutableArray();
        if (versions.IsEmpty)
            Report(template.Node, $"the launch template `{name}` has no version");
        else
            world.Ec2.Put(
                new LaunchTemplate(id, name, account, region, template.Time("created") ?? default)
                {
                    DefaultVersion = template.Integer("default_version", 1, int.MaxValue) ?? versions[0].Number,
                    Versions = versions,
                    Tags = template.Tags(),
                }
            );
    }

    private void ReadSettings(ObjectReader settings)
    {
        if (Account(settings, "account") is not { } account || Region(settings) is not { } region)
            return;
        world.Ec2.Settings[(account, region)] = new RegionSettings
        {
            BlocksPublicAccess = settings.Boolean("blocks_public_access") ?? true,
            AllowedImages =
                AllowedImagesStates.FromName(settings.Choice("allowed_images", AllowedImagesStates.Names))
                ?? AllowedImagesState.Disabled,
            Criteria = [.. Objects(settings, "criteria", WorldKeys.Criterion).Select(Criterion)],
        };
    }

    private static ImageCriterion Criterion(ObjectReader criterion)
    {
        var more = new ImageCriteria
        {
            ImageNames = [.. criterion.Texts("image_names")],
            MarketplaceProductCodes = [.. criterion.Texts("marketplace_product_codes")],
            MaximumDaysSinceCreated = criterion.Integer("maximum_days_since_created", 0, int.MaxValue),
            MaximumDaysSinceDeprecated = criterion.Integer("maximum_days_since_deprecated", 0, int.MaxValue),
        };
        return new ImageCriterion([.. criterion.Texts("providers")], more);
    }

    private void ReadResource(ObjectReader resource)
    {
        if (
            resource.Required("kind") is not { } kind
            || Account(resource, "account") is not { } account
            || resource.Required("name") is not { } name
        )
            return;
        if (resource.Node["body"] is not JsonObject body)
            Report(resource.Node, $"the {kind} `{name}` has no `body`");
        else
            world.Resources.Put(
                new SandboxResource(
                    kind,
                    account,
                    resource.Text("region") ?? "",
                    name,
                    (System.Text.Json.Nodes.JsonObject)
                        System.Text.Json.Nodes.JsonNode.Parse(JsonNodeWriter.Minified(body))!
                )
            );
    }

    private static IEnumerable<ObjectReader> Objects(ObjectReader reader, string key, string[] keys) =>
        reader.List(key, 0).Select(n => reader.Open(n, keys)).OfType<ObjectReader>();

    /// <summary>An id of AWS's form; null with a report when it is none.</summary>
    private string? Id(ObjectReader reader, string key, string prefix)
    {
        if (reader.Required(key) is not { } id)
            return null;
        if (
            id.StartsWith(prefix, StringComparison.Ordinal)
            && id.Length - prefix.Length is 8 or 17
            && id[prefix.Length..].All(char.IsAsciiHexDigitLower)
        )
            return id;
        Report(reader.Node[key], $"`{id}` is not an id: `{prefix}` and 8 or 17 hexadecimal digits are needed");
        return null;
    }

    private string? Account(ObjectReader reader, string key)
    {
        reader.Require(key);
        if (reader.AccountId(key) is not { } id)
            return null;
        if (world.Lookup.Account(id.Value) is not null)
            return id.Value;
        Report(reader.Node[key], $"account {id} is not in the organization");
        return null;
    }

    private string? Region(ObjectReader reader)
    {
        if (reader.Required("region") is not { } region)
            return null;
        if (world.Ec2.Regions.Contains(region) || world.Ec2.OptInRegions.ContainsKey(region))
            return region;
        Report(
            reader.Node["region"],
            $"`{region}` is none of the world's Regions",
            "name it in `regions` or `opt_in_regions`"
        );
        return null;
    }

    private void Report(JsonNode? node, string message, string? help = null) =>
        bag.Report(SandboxDiagnostics.Inconsistent, tree.At(node ?? root.Node), message, help);
}
