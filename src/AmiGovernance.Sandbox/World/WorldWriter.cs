using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Sandbox.World;

/// <summary>
/// Writes a world as `sandbox.json` (docs/reference/sandbox.md). Not in it: sessions, the trail, and what buckets hold.
/// </summary>
public sealed class WorldWriter
{
    private readonly Utf8JsonWriter json;
    private readonly SandboxWorld world;

    private WorldWriter(Utf8JsonWriter json, SandboxWorld world) => (this.json, this.world) = (json, world);

    public static byte[] Write(SandboxWorld world) =>
        JsonText.Write(indented: true, json => new WorldWriter(json, world).Write());

    private void Write()
    {
        json.WriteStartObject();
        json.WriteString("format_version", "1.0");
        json.WritePropertyName("organization");
        OrganizationWriter.Write(json, world.Organization);
        WriteSettings();
        WriteDelegation();
        WriteRegions();
        json.WriteObjects("roles", world.Roles, WriteRole);
        new Ec2Writer(json, world.Ec2).Write();
        json.WriteObjects("buckets", world.Buckets.All, WriteBucket);
        json.WriteObjects("resources", world.Resources.All, WriteResource);
        json.WriteEndObject();
    }

    private void WriteSettings()
    {
        json.WriteNumber("clock_offset_seconds", (long)world.ClockOffset.TotalSeconds);
        WriteLag("policy_lag", world.PolicyLag);
        WriteLag("read_lag", world.ReadLag);
        WriteAssumptions();
        json.WriteNumber("ids_given", world.IdsGiven);
    }

    private void WriteLag(string name, Lag lag)
    {
        if (lag == Lag.None)
            return;
        json.WriteStartObject(name);
        json.WriteNumber("seconds", (long)lag.Time.TotalSeconds);
        json.WriteNumber("calls", lag.Calls);
        json.WriteEndObject();
    }

    private void WriteAssumptions()
    {
        if (!world.Assumptions.Chosen.Any())
            return;
        json.WriteStartObject("assumptions");
        foreach (var (name, answer) in world.Assumptions.Chosen)
            json.WriteString(name, answer);
        json.WriteEndObject();
    }

    private void WriteDelegation()
    {
        json.WriteStrings("trusted_services", world.TrustedServices);
        json.WriteObjects(
            "delegated_administrators",
            world.DelegatedAdministrators,
            administrator =>
            {
                json.WriteString("account", administrator.Account.Value);
                json.WriteString("service", administrator.Service);
            }
        );
        json.WriteWhenSet("resource_policy", world.ResourcePolicy);
    }

    private void WriteRegions()
    {
        json.WriteStrings("regions", world.Ec2.Regions.Select(r => r.Value));
        json.WriteStartObject("opt_in_regions");
        foreach (var (region, accounts) in world.Ec2.OptInRegions)
            json.WriteStrings(region.Value, accounts.Order().Select(a => a.Value));
        json.WriteEndObject();
    }

    private void WriteRole(KeyValuePair<(AccountId Account, string Name), SandboxRole> named)
    {
        var (key, role) = named;
        json.WriteString("account", key.Account.Value);
        json.WriteString("name", key.Name);
        json.WriteWhenSet("policy", role.Permissions?.Text);
        json.WriteWhenAny("trusts", role.Trusts);
        if (role.MaximumSession != SandboxRole.ShortestMaximum)
            json.WriteNumber("max_session_seconds", (int)role.MaximumSession.TotalSeconds);
    }

    private void WriteBucket(Bucket bucket)
    {
        json.WriteString("name", bucket.Name);
        json.WriteString("account", bucket.Account.Value);
        json.WriteString("region", bucket.Region.Value);
        json.WriteString("created", bucket.Created.IsoText());
        json.WriteWhenSet("policy", bucket.Policy);
    }

    private void WriteResource(SandboxResource resource)
    {
        json.WriteString("kind", resource.Kind);
        json.WriteString("account", resource.Account.Value);
        json.WriteWhenSet("region", resource.Region?.Value);
        json.WriteString("name", resource.Name);
        json.WritePropertyName("body");
        resource.Body.WriteTo(json);
    }
}
