using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Sandbox.World;

/// <summary>Reads a world from `sandbox.json` (docs/reference/sandbox.md) and checks what AWS makes sure of in real life.</summary>
public sealed class WorldReader
{
    private readonly WorldSource source;
    private readonly SandboxWorld world;

    private WorldReader(WorldSource source) => (this.source, world) = (source, source.World);

    /// <summary>Null with a report when the file describes no world.</summary>
    /// <param name="objects">Where the objects of its buckets are; in memory without it.</param>
    public static SandboxWorld? Read(
        SourceText source,
        TimeProvider time,
        DiagnosticBag bag,
        Func<string, IObjects>? objects = null
    )
    {
        var reading = Reading.Of(own =>
            JsonParser.Parse(source, own) is { } tree ? Read(tree, time, own, objects) : null
        );
        reading.ReportTo(bag);
        return reading.IfSound;
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
        root.RequireVersion("1.0");
        root.Require("organization");
        if (
            root.Node["organization"] is not { } node
            || OrganizationReader.Read(tree, node, bag) is not { } organization
            // An organization with mistakes, such as an id for two accounts, cannot be looked up in.
            || bag.HasErrors
        )
            return null;

        var world = new SandboxWorld(organization, time);
        if (objects is not null)
            world.Buckets.Objects = objects;
        new WorldReader(new WorldSource(tree, root, world, bag)).Fill();
        return world;
    }

    /// <summary>Regions come first: all that is in one names it.</summary>
    private void Fill()
    {
        ReadSettings();
        ReadRegions();
        ReadDelegation();
        ReadRoles();
        new Ec2Reader(source).Fill();
        foreach (var bucket in source.Objects("buckets", WorldKeys.Bucket))
            ReadBucket(bucket);
        foreach (var resource in source.Objects("resources", WorldKeys.Resource))
            ReadResource(resource);
    }

    private void ReadSettings()
    {
        var root = source.Root;
        world.ClockOffset = Seconds(root, "clock_offset_seconds", int.MinValue);
        world.PolicyLag = ReadLag("policy_lag");
        world.ReadLag = ReadLag("read_lag");
        world.IdsGiven = root.Integer("ids_given", 0, int.MaxValue) ?? 0;
        ReadAssumptions();
    }

    private void ReadAssumptions()
    {
        string[] names = [.. Assumptions.Known.Select(a => a.Name)];
        if (source.Root.Node["assumptions"] is not { } node || source.Root.Open(node, names) is not { } chosen)
            return;
        foreach (var assumption in Assumptions.Known)
            if (chosen.Choice(assumption.Name, assumption.Answers) is { } answer)
                world.Assumptions = world.Assumptions.With(assumption.Name, answer) ?? world.Assumptions;
    }

    private static TimeSpan Seconds(ObjectReader reader, string key, int least) =>
        TimeSpan.FromSeconds(reader.Integer(key, least, int.MaxValue) ?? 0);

    private Lag ReadLag(string key)
    {
        if (source.Root.Node[key] is not { } node || source.Root.Open(node, WorldKeys.Lag) is not { } lag)
            return Lag.None;
        return new Lag(Seconds(lag, "seconds", 0), lag.Integer("calls", 0, int.MaxValue) ?? 0);
    }

    private void ReadRegions()
    {
        var root = source.Root;
        if (root.Node["regions"] is not null)
            world.Ec2.Regions = [.. root.List("regions", 0).Select(Region).OfType<RegionName>()];
        foreach (var optIn in (root.Node["opt_in_regions"] as JsonObject)?.Properties ?? [])
            if (source.Region(optIn.Value, optIn.Name) is { } region)
                world.Ec2.OptInRegions[region] = Accounts(optIn.Value);
    }

    private RegionName? Region(JsonNode node) => source.Root.Text(node) is { } text ? source.Region(node, text) : null;

    private ImmutableHashSet<AccountId> Accounts(JsonNode node) =>
        [.. ((node as JsonArray)?.Items ?? []).Select(source.Root.AccountId).OfType<AccountId>()];

    private void ReadDelegation()
    {
        world.ResourcePolicy = source.Root.Text("resource_policy", 40_000);
        world.TrustedServices.UnionWith(WorldSource.Texts(source.Root, "trusted_services"));
        foreach (var administrator in source.Objects("delegated_administrators", WorldKeys.Administrator))
            if (
                source.Account(administrator) is { } account
                && WorldSource.Required(administrator, "service") is { } service
            )
                world.DelegatedAdministrators.Add((account, service));
    }

    /// <summary>Without any roles, accounts have the role that Organizations puts into the accounts that it makes.</summary>
    private void ReadRoles()
    {
        if (source.Root.Node["roles"] is null)
            foreach (var account in world.Organization.Accounts.Where(a => !world.IsManagement(a.Id)))
                world.Roles[(account.Id, SandboxRole.OrganizationAccess)] = new SandboxRole();
        foreach (var role in source.Objects("roles", WorldKeys.Role))
            if (source.Account(role) is { } account && WorldSource.Required(role, "name") is { } name)
                world.Roles[(account, name)] = Role(role);
    }

    private SandboxRole Role(ObjectReader role)
    {
        var shortest = (int)SandboxRole.ShortestMaximum.TotalSeconds;
        var longest = (int)SandboxRole.LongestMaximum.TotalSeconds;
        var maximum = role.Integer("max_session_seconds", shortest, longest) ?? shortest;
        return WithPolicy(role) with
        {
            Trusts = [.. WorldSource.Texts(role, "trusts")],
            MaximumSession = TimeSpan.FromSeconds(maximum),
        };
    }

    private SandboxRole WithPolicy(ObjectReader role)
    {
        if (WorldSource.LongText(role, "policy") is not { } policy)
            return new SandboxRole();
        var read = SandboxRole.Read(policy);
        if (read.IfSound is { } sound)
            return sound;
        source.Report(role.Node["policy"], $"the role's policy is not valid: {read.Findings[0].Message}");
        return new SandboxRole();
    }

    private void ReadBucket(ObjectReader bucket)
    {
        if (WorldSource.Required(bucket, "name") is not { } name || source.Place(bucket) is not { } place)
            return;
        var created = bucket.Time("created") ?? default;
        if (world.Buckets.Find(name) is not null)
            source.ReportTwice(bucket, "name", name);
        world.Buckets.Put(
            new Bucket(name, place.Account, place.Region, created, world.Buckets.Objects(name))
            {
                Policy = WorldSource.LongText(bucket, "policy"),
            }
        );
    }

    private void ReadResource(ObjectReader resource)
    {
        if (
            WorldSource.Required(resource, "kind") is not { } kind
            || source.Account(resource) is not { } account
            || WorldSource.Required(resource, "name") is not { } name
        )
            return;
        if (resource.Node["body"] is not JsonObject body)
        {
            source.Report(resource.Node, $"the {kind} `{name}` has no `body`");
            return;
        }
        var list = new ResourceList(kind, account, source.OptionalRegion(resource, "region"));
        world.Resources.Put(new SandboxResource(list, name, Copy(body)));
    }

    private static System.Text.Json.Nodes.JsonObject Copy(JsonObject body) =>
        System.Text.Json.Nodes.JsonNode.Parse(JsonNodeWriter.Minified(body))!.AsObject();
}
