using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.TestSupport;

/// <summary>Accounts, Regions and images of the sandbox as tests write them: as text.</summary>
internal static class SandboxText
{
    public static Place Place(string account, string region) => new(AccountId.Parse(account), RegionName.Parse(region));

    public static IReadOnlyCollection<SandboxImage> OwnedBy(this Ec2World ec2, string account, string region) =>
        ec2.OwnedBy(Place(account, region));

    public static SandboxImage? Image(this Ec2World ec2, string id) => ec2.Image(ImageId.Parse(id));

    public static void Remove(this Ec2World ec2, string imageId) => ec2.Remove(ImageId.Parse(imageId));

    public static IReadOnlyCollection<SandboxInstance> InstancesOf(this Ec2World ec2, string account, string region) =>
        ec2.InstancesOf(Place(account, region));

    public static IReadOnlyCollection<LaunchTemplate> LaunchTemplatesOf(
        this Ec2World ec2,
        string account,
        string region
    ) => ec2.LaunchTemplatesOf(Place(account, region));

    public static IEnumerable<SandboxResource> Of(
        this ResourceStore resources,
        string kind,
        string account,
        string region
    ) => resources.Of(kind, Place(account, region));

    public static SandboxResource? Find(
        this ResourceStore resources,
        string kind,
        string account,
        string region,
        string name
    ) => resources.Find(kind, Place(account, region), name);

    public static bool Remove(this ResourceStore resources, string kind, string account, string region, string name) =>
        resources.Remove(new ResourceList(kind, Place(account, region)), name);

    public static IEnumerable<TrailEvent> Of(this TrailLog trail, string account, string region) =>
        trail.Of(Place(account, region));
}
