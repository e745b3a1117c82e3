using System.Collections.Immutable;
using AmiGovernance.Core.Declarative;

namespace AmiGovernance.Sandbox.World;

/// <summary>Who may launch an image: `all`, an account, or an ARN of an organization or organizational unit.</summary>
public readonly record struct LaunchPermission(string Kind, string Value)
{
    public static readonly LaunchPermission Public = new("group", "all");
}

public sealed record SandboxImage(string Id, string Region, string OwnerId, string Name, DateTimeOffset CreationDate)
{
    /// <summary>As the EC2 API spells it: `amazon`, `aws-marketplace`, `aws-backup-vault`; null when the image has none.</summary>
    public string? OwnerAlias { get; init; }

    public string Description { get; init; } = "";

    /// <summary>`available`, `pending`, `failed`, `disabled`.</summary>
    public string State { get; init; } = "available";

    public DateTimeOffset? DeprecationTime { get; init; }

    public DateTimeOffset? LastLaunched { get; init; }

    public ImmutableArray<LaunchPermission> LaunchPermissions { get; init; } = [];

    public string? SourceImageId { get; init; }

    public string? SourceInstanceId { get; init; }

    public bool Encrypted { get; init; } = true;

    public string SnapshotId { get; init; } = "";

    public ImmutableArray<string> ProductCodes { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public bool IsPublic => LaunchPermissions.Contains(LaunchPermission.Public);

    public ImageFacts Facts => new(OwnerId, OwnerAlias)
    {
        ImageId = Id,
        Name = Name,
        IsPublic = IsPublic,
        CreationDate = CreationDate,
        DeprecationTime = DeprecationTime,
        DeprecationKnown = true,
        ProductCodes = ProductCodes,
    };
}

public sealed record SandboxInstance(string Id, string Account, string Region, string ImageId, string InstanceType, DateTimeOffset LaunchTime)
{
    /// <summary>`running`, `stopped`, `terminated`.</summary>
    public string State { get; init; } = "running";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the image was when it was launched: metadata outlives the image.</summary>
    public SandboxImage? Image { get; init; }
}

/// <summary>What an account set for itself in one Region; a declarative policy goes before it.</summary>
public sealed record RegionSettings
{
    /// <summary>AWS has it on for new accounts.</summary>
    public bool BlocksPublicAccess { get; init; } = true;

    /// <summary>As the EC2 API spells it: `disabled`, `audit-mode`, `enabled`.</summary>
    public string AllowedImages { get; init; } = "disabled";

    public ImmutableArray<ImageCriterion> Criteria { get; init; } = [];
}

/// <summary>The EC2 part of the world, looked up as the calls do.</summary>
public sealed class Ec2World
{
    private readonly Dictionary<string, SandboxImage> images = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Owner, string Region), SortedSet<string>> byOwner = [];
    private readonly Dictionary<string, SortedSet<string>> sharedIn = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Region), Dictionary<string, SandboxInstance>> instances = [];

    public ImmutableArray<string> Regions { get; set; } = ["us-east-1", "us-west-2", "eu-west-1"];

    /// <summary>Regions that an account must opt in to, with the accounts that did.</summary>
    public Dictionary<string, ImmutableHashSet<string>> OptInRegions { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Account, string Region), RegionSettings> Settings { get; } = [];

    public IEnumerable<SandboxImage> Images => images.Values.OrderBy(i => i.Id, StringComparer.Ordinal);

    public IEnumerable<SandboxInstance> Instances => instances.Values.SelectMany(i => i.Values).OrderBy(i => i.Id, StringComparer.Ordinal);

    public SandboxImage? Image(string id) => images.GetValueOrDefault(id);

    public void Put(SandboxImage image)
    {
        Remove(image.Id);
        images[image.Id] = image;
        Set(byOwner, (image.OwnerId, image.Region)).Add(image.Id);
        if (!image.LaunchPermissions.IsEmpty) Set(sharedIn, image.Region).Add(image.Id);
    }

    public void Remove(string imageId)
    {
        if (!images.Remove(imageId, out var image)) return;
        byOwner[(image.OwnerId, image.Region)].Remove(imageId);
        if (sharedIn.TryGetValue(image.Region, out var shared)) shared.Remove(imageId);
    }

    public IEnumerable<SandboxImage> OwnedBy(string account, string region) => byOwner.TryGetValue((account, region), out var ids) ? ids.Select(id => images[id]) : [];

    /// <summary>The images of a Region that somebody beside the owner may launch.</summary>
    public IEnumerable<SandboxImage> SharedIn(string region) => sharedIn.TryGetValue(region, out var ids) ? ids.Select(id => images[id]) : [];

    public void Put(SandboxInstance instance)
    {
        if (!instances.TryGetValue((instance.Account, instance.Region), out var found)) instances[(instance.Account, instance.Region)] = found = new Dictionary<string, SandboxInstance>(StringComparer.Ordinal);
        found[instance.Id] = instance;
    }

    public IEnumerable<SandboxInstance> InstancesOf(string account, string region) => instances.TryGetValue((account, region), out var found) ? found.Values.OrderBy(i => i.Id, StringComparer.Ordinal) : [];

    public RegionSettings SettingsOf(string account, string region) => Settings.GetValueOrDefault((account, region)) ?? new RegionSettings();

    private static SortedSet<string> Set<TKey>(Dictionary<TKey, SortedSet<string>> sets, TKey key) where TKey : notnull
    {
        if (!sets.TryGetValue(key, out var found)) sets[key] = found = new SortedSet<string>(StringComparer.Ordinal);
        return found;
    }
}
