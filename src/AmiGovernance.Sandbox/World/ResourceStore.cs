using System.Text.Json.Nodes;

namespace AmiGovernance.Sandbox.World;

/// <summary>
/// What the services beside EC2 and Organizations hold: dashboards, alarms, parameters, topics, … A resource is the document
/// that its call gives back, with times in ISO 8601.
/// </summary>
/// <param name="Region">Empty for what is not regional.</param>
public sealed record SandboxResource(string Kind, string Account, string Region, string Name, JsonObject Body);

public sealed class ResourceStore
{
    private readonly Dictionary<
        (string Kind, string Account, string Region),
        SortedDictionary<string, SandboxResource>
    > resources = [];

    public IEnumerable<SandboxResource> All =>
        resources
            .OrderBy(r => r.Key.Kind, StringComparer.Ordinal)
            .ThenBy(r => r.Key.Account, StringComparer.Ordinal)
            .ThenBy(r => r.Key.Region, StringComparer.Ordinal)
            .SelectMany(r => r.Value.Values);

    /// <summary>In the order of names.</summary>
    public IEnumerable<SandboxResource> Of(string kind, string account, string region) =>
        resources.TryGetValue((kind, account, region), out var found) ? found.Values : [];

    public SandboxResource? Find(string kind, string account, string region, string name) =>
        resources.TryGetValue((kind, account, region), out var found) ? found.GetValueOrDefault(name) : null;

    public void Put(SandboxResource resource)
    {
        var key = (resource.Kind, resource.Account, resource.Region);
        if (!resources.TryGetValue(key, out var found))
            resources[key] = found = new SortedDictionary<string, SandboxResource>(StringComparer.Ordinal);
        found[resource.Name] = resource;
    }

    public bool Remove(string kind, string account, string region, string name) =>
        resources.TryGetValue((kind, account, region), out var found) && found.Remove(name);
}
