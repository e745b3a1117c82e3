using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

/// <summary>The EC2 part of the world, looked up as the calls do: by account and Region.</summary>
public sealed class Ec2World
{
    private readonly Dictionary<ImageId, SandboxImage> images = [];
    private readonly ByPlace<SandboxImage> owned = new();
    private readonly Dictionary<RegionName, SortedDictionary<ImageId, SandboxImage>> shared = [];
    private readonly ByPlace<SandboxImage> deregistered = new();
    private readonly ByPlace<SandboxInstance> instances = new();
    private readonly ByPlace<LaunchTemplate> templates = new();

    /// <summary>A world that names no Regions has these (docs/reference/sandbox.md).</summary>
    public ImmutableArray<RegionName> Regions { get; internal set; } =
    [RegionName.Parse("us-east-1"), RegionName.Parse("us-west-2"), RegionName.Parse("eu-west-1")];

    /// <summary>Regions that an account must opt in to, with the accounts that did.</summary>
    internal SortedDictionary<RegionName, ImmutableHashSet<AccountId>> OptInRegions { get; } = [];

    internal Dictionary<Place, RegionSettings> Settings { get; } = [];

    public IEnumerable<SandboxImage> Images => images.Values.OrderBy(i => i.Id);

    /// <summary>Those of which nothing but the snapshot is left.</summary>
    internal IEnumerable<SandboxImage> Deregistered => deregistered.All.OrderBy(i => i.Id);

    public IEnumerable<SandboxInstance> Instances => instances.All.OrderBy(i => i.Id, StringComparer.Ordinal);

    internal IEnumerable<LaunchTemplate> LaunchTemplates => templates.All.OrderBy(t => t.Id, StringComparer.Ordinal);

    /// <summary>Whether the world has the Region, for whomever.</summary>
    internal bool Knows(RegionName region) => Regions.Contains(region) || OptInRegions.ContainsKey(region);

    internal bool IsUsable(Place place) => Regions.Contains(place.Region) || HasOptedIn(place);

    internal bool HasOptedIn(Place place) =>
        OptInRegions.TryGetValue(place.Region, out var accounts) && accounts.Contains(place.Account);

    internal SandboxImage? Image(ImageId id) => images.GetValueOrDefault(id);

    /// <summary>The images of other Regions do not exist for a call.</summary>
    internal SandboxImage? Image(ImageId id, RegionName region) =>
        images.TryGetValue(id, out var image) && image.Region == region ? image : null;

    internal void Put(SandboxImage image)
    {
        Remove(image.Id);
        if (image.IsDeregistered)
        {
            deregistered.Put(image.Home, image.Id.Value, image);
            return;
        }
        images[image.Id] = image;
        owned.Put(image.Home, image.Id.Value, image);
        if (!image.LaunchPermissions.IsEmpty)
            Share(image);
    }

    internal void Remove(ImageId id)
    {
        if (!images.Remove(id, out var image))
            return;
        owned.Remove(image.Home, id.Value);
        if (shared.TryGetValue(image.Region, out var others))
            others.Remove(id);
    }

    internal void RemoveSnapshot(SandboxImage image) => deregistered.Remove(image.Home, image.Id.Value);

    public IReadOnlyCollection<SandboxImage> OwnedBy(Place place) => owned.Of(place);

    /// <summary>The images whose snapshots an account has: its own, and those that it deregistered.</summary>
    internal IEnumerable<SandboxImage> SnapshotsOf(Place place) =>
        owned.Of(place).Concat(deregistered.Of(place)).OrderBy(i => i.Id);

    /// <summary>The images of a Region that somebody beside the owner may launch.</summary>
    internal IReadOnlyCollection<SandboxImage> SharedIn(RegionName region) =>
        shared.TryGetValue(region, out var found) ? found.Values : [];

    public void Put(SandboxInstance instance) => instances.Put(instance.Place, instance.Id, instance);

    internal void Remove(SandboxInstance instance) => instances.Remove(instance.Place, instance.Id);

    internal IReadOnlyCollection<SandboxInstance> InstancesOf(Place place) => instances.Of(place);

    internal SandboxInstance? Instance(Place place, string id) => instances.Find(place, id);

    internal void Put(LaunchTemplate template) => templates.Put(template.Place, template.Id, template);

    internal void Remove(LaunchTemplate template) => templates.Remove(template.Place, template.Id);

    internal IReadOnlyCollection<LaunchTemplate> LaunchTemplatesOf(Place place) => templates.Of(place);

    internal LaunchTemplate? LaunchTemplate(Place place, string id) => templates.Find(place, id);

    internal RegionSettings SettingsOf(Place place) => Settings.GetValueOrDefault(place) ?? new RegionSettings();

    private void Share(SandboxImage image)
    {
        if (!shared.TryGetValue(image.Region, out var found))
            shared[image.Region] = found = [];
        found[image.Id] = image;
    }
}
