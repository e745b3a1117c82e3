namespace AmiGovernance.Sandbox.World;

internal sealed class ResourceStore
{
    private readonly Dictionary<ResourceList, SortedDictionary<string, SandboxResource>> resources = [];

    public IEnumerable<SandboxResource> All =>
        resources
            .OrderBy(r => r.Key.Kind, StringComparer.Ordinal)
            .ThenBy(r => r.Key.Account)
            .ThenBy(r => r.Key.Region)
            .SelectMany(r => r.Value.Values);

    /// <summary>In the order of names.</summary>
    public IEnumerable<SandboxResource> Of(ResourceList list) =>
        resources.TryGetValue(list, out var found) ? found.Values : [];

    public IEnumerable<SandboxResource> Of(string kind, Place place) => Of(new ResourceList(kind, place));

    public SandboxResource? Find(ResourceList list, string name) =>
        resources.TryGetValue(list, out var found) ? found.GetValueOrDefault(name) : null;

    public SandboxResource? Find(string kind, Place place, string name) => Find(new ResourceList(kind, place), name);

    public void Put(SandboxResource resource)
    {
        if (!resources.TryGetValue(resource.List, out var found))
            resources[resource.List] = found = new SortedDictionary<string, SandboxResource>(StringComparer.Ordinal);
        found[resource.Name] = resource;
    }

    public bool Remove(ResourceList list, string name) =>
        resources.TryGetValue(list, out var found) && found.Remove(name);
}
