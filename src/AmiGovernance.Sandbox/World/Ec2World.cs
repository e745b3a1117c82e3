using System.Collections.Immutable;

namespace AmiGovernance.Sandbox.World;

/// <summary>The EC2 part of the world, looked up as the calls do: by account and Region.</summary>
public sealed class Ec2World
{
    private readonly Dictionary<string, SandboxImage> images = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Owner, string Region), SortedDictionary<string, SandboxImage>> byOwner = [];
    private readonly Dictionary<string, SortedDictionary<string, SandboxImage>> sharedIn = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Region), SortedDictionary<string, SandboxInstance>> instances =
    [];
    private readonly Dictionary<(string Account, string Region), SortedDictionary<string, LaunchTemplate>> templates =
    [];

    public ImmutableArray<string> Regions { get; set; } = ["us-east-1", "us-west-2", "eu-west-1"];

    /// <summary>Regions that an account must opt in to, with the accounts that did.</summary>
    public Dictionary<string, ImmutableHashSet<string>> OptInRegions { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Account, string Region), RegionSettings> Settings { get; } = [];

    public IEnumerable<SandboxImage> Images => images.Values.OrderBy(i => i.Id, StringComparer.Ordinal);

    public IEnumerable<SandboxInstance> Instances =>
        instances.Values.SelectMany(i => i.Values).OrderBy(i => i.Id, StringComparer.Ordinal);

    public IEnumerable<LaunchTemplate> LaunchTemplates =>
        templates.Values.SelectMany(t => t.Values).OrderBy(t => t.Id, StringComparer.Ordinal);

    public bool IsUsable(string region, string account) =>
        Regions.Contains(region) || (OptInRegions.TryGetValue(region, out var optedIn) && optedIn.Contains(account));

    public SandboxImage? Image(string id) => images.GetValueOrDefault(id);

    public void Put(SandboxImage image)
    {
        Remove(image.Id);
        images[image.Id] = image;
        At(byOwner, (image.OwnerId, image.Region))[image.Id] = image;
        if (!image.LaunchPermissions.IsEmpty)
            At(sharedIn, image.Region)[image.Id] = image;
    }

    public void Remove(string imageId)
    {
        if (!images.Remove(imageId, out var image))
            return;
        byOwner[(image.OwnerId, image.Region)].Remove(imageId);
        if (sharedIn.TryGetValue(image.Region, out var shared))
            shared.Remove(imageId);
    }

    /// <summary>In the order of ids, as all lists here.</summary>
    public IReadOnlyCollection<SandboxImage> OwnedBy(string account, string region) =>
        byOwner.TryGetValue((account, region), out var found) ? found.Values : [];

    /// <summary>The images of a Region that somebody beside the owner may launch.</summary>
    public IReadOnlyCollection<SandboxImage> SharedIn(string region) =>
        sharedIn.TryGetValue(region, out var found) ? found.Values : [];

    public void Put(SandboxInstance instance) =>
        At(instances, (instance.Account, instance.Region))[instance.Id] = instance;

    public IReadOnlyCollection<SandboxInstance> InstancesOf(string account, string region) =>
        instances.TryGetValue((account, region), out var found) ? found.Values : [];

    public SandboxInstance? Instance(string account, string region, string id) =>
        instances.TryGetValue((account, region), out var found) ? found.GetValueOrDefault(id) : null;

    public void Put(LaunchTemplate template) =>
        At(templates, (template.Account, template.Region))[template.Id] = template;

    public void Remove(LaunchTemplate template) => templates[(template.Account, template.Region)].Remove(template.Id);

    public IReadOnlyCollection<LaunchTemplate> LaunchTemplatesOf(string account, string region) =>
        templates.TryGetValue((account, region), out var found) ? found.Values : [];

    public RegionSettings SettingsOf(string account, string region) =>
        Settings.GetValueOrDefault((account, region)) ?? new RegionSettings();

    private static SortedDictionary<string, T> At<TKey, T>(
        Dictionary<TKey, SortedDictionary<string, T>> lists,
        TKey key
    )
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var found))
            lists[key] = found = new SortedDictionary<string, T>(StringComparer.Ordinal);
        return found;
    }
}
