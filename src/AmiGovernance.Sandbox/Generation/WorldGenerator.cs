using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>
/// Makes a world as organizations are: an account that publishes golden images, vendors outside, workloads that mostly launch
/// from golden images and sometimes not, images that were made public. The accounts of `samples/governance` are among them.
/// The same size and seed give the same world.
/// </summary>
public static class WorldGenerator
{
    public const string Management = "998877665544";
    public const string GoldenImages = "123456738923";
    public const string LogArchive = "300000000001";
    public const string PaymentsLegacy = "222233334444";
    public const string PaymentsProduction = "333344445555";
    public const string Observability = "777788889999";
    public const string Suspended = "300000000003";

    /// <summary>Outside the organization: a vendor whose images are approved.</summary>
    public const string Vendor = "111122223333";

    /// <summary>Outside the organization and on no list.</summary>
    public const string Stranger = "888800001111";

    /// <summary>Owns Amazon Linux.</summary>
    public const string Amazon = "137112412989";

    public const string Root = "r-a1b2";

    public static readonly ImmutableArray<RegionName> AllRegions =
    [
        .. new[]
        {
            "us-east-1",
            "eu-west-1",
            "us-west-2",
            "eu-central-1",
            "us-east-2",
            "us-west-1",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "ca-central-1",
            "eu-north-1",
            "eu-west-2",
            "eu-west-3",
            "sa-east-1",
        }.Select(RegionName.Parse),
    ];

    /// <summary>To which the organization's trail delivers, in the management account and the first Region.</summary>
    public const string TrailLogGroup = "aws-cloudtrail-logs-org";

    public static SandboxWorld Create(WorldSize size, TimeProvider time)
    {
        var world = Empty(size, time);
        var workloads = new WorkloadGenerator(world, size);
        foreach (var region in world.Ec2.Regions)
            workloads.Fill(region);
        return world;
    }

    /// <summary>An organization in which nothing runs.</summary>
    internal static SandboxWorld Empty(WorldSize size, TimeProvider time)
    {
        var world = new SandboxWorld(OrganizationGenerator.Create(size), time);
        world.Ec2.Regions = [.. AllRegions.Take(Math.Clamp(size.Regions, 1, AllRegions.Length))];
        // A Region that nobody has opted in to.
        world.Ec2.OptInRegions[RegionName.Parse("me-south-1")] = [];
        foreach (var account in world.Organization.Accounts.Where(a => !world.IsManagement(a.Id)))
            world.Roles[(account.Id, SandboxRole.OrganizationAccess)] = new SandboxRole();
        var trail = new Place(world.Organization.ManagementAccount, world.Ec2.Regions[0]);
        world.Resources.Put(LogsService.NewGroup(trail, TrailLogGroup, time.GetUtcNow()));
        return world;
    }
}
