using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>Fills a Region of a generated world: images of publishers and workloads, and what was launched from them.</summary>
internal sealed class WorkloadGenerator(SandboxWorld world, WorldSize size)
{
    /// <summary>Workloads run in the first Regions only, as most organizations do.</summary>
    private const int RegionsInUse = 2;

    /// <summary>An account outside, with which images are shared by mistake.</summary>
    private const string Partner = "600000000001";

    private static readonly string[] WithoutWorkloads =
    [
        WorldGenerator.Management,
        WorldGenerator.GoldenImages,
        WorldGenerator.PaymentsLegacy,
    ];

    private readonly Random random = new(size.Seed);
    private readonly Random groups = new(size.Seed);

    public void Fill(RegionName region)
    {
        var publishers = Publish(region);
        foreach (var image in publishers.All)
            world.Ec2.Put(image);
        var active = world.Organization.Accounts.Where(a => a.State == AccountState.Active);
        foreach (var account in active.Where(a => !WithoutWorkloads.Contains(a.Id.Value)))
            Workload(account, region, publishers);
    }

    private Publishers Publish(RegionName region)
    {
        var management = world.Organization.ManagementAccount;
        var organization = new LaunchPermission(
            LaunchPermission.Organization,
            Arns.Organizations(management, $"organization/{world.Organization.Id}")
        );
        var production = LaunchPermission.Account(WorldGenerator.PaymentsProduction);
        var everyone = LaunchPermission.Public;

        SandboxImage Of(string owner, string name, int days, LaunchPermission shared) =>
            Image(new Place(AccountId.Parse(owner), region), name, days, shared);
        return new Publishers(
            [
                Of(WorldGenerator.GoldenImages, "acme-amazon-linux-2023-base-20251201", 30, organization),
                Of(WorldGenerator.GoldenImages, "acme-ubuntu-24.04-web-20251115", 45, organization),
                Of(WorldGenerator.GoldenImages, "acme-windows-2022-base-20251020", 70, organization),
            ],
            Of(WorldGenerator.Amazon, "al2023-ami-2023.9.20251208.0-kernel-6.1-x86_64", 20, everyone) with
            {
                OwnerAlias = "amazon",
            },
            Of(WorldGenerator.Vendor, "infoblox-nios-9.0.3", 90, everyone),
            Of(WorldGenerator.Stranger, "acme-amazon-linux-2023-base-20250101", 300, everyone),
            Of(WorldGenerator.PaymentsLegacy, "payments-legacy-base-42", 500, production)
        );
    }

    private void Workload(OrganizationAccount account, RegionName region, Publishers publishers)
    {
        var place = new Place(account.Id, region);
        for (var i = 0; i < size.Images; i++)
            Build(place, $"{account.Name}-build-{i + 1}");
        if (world.Ec2.Regions.IndexOf(region) >= RegionsInUse)
            return;

        var used = Enumerable.Range(0, 2 + random.Next(3)).Select(_ => Pick(publishers)).ToList();
        if (account.Id.Value == WorldGenerator.PaymentsProduction)
        {
            used.Add(publishers.Legacy);
            world.Resources.Put(Recipe(place, account.Name, publishers.Legacy.Id));
        }
        if (random.Next(12) == 0)
            used.Add(publishers.Stranger);
        for (var i = 0; i < used.Count; i++)
            Launch(random, place, used[i], TagSets.None.Add("Name", $"{account.Name}-{i + 1}"));
        Group(place, account.Name, used[^1]);
    }

    private void Build(Place place, string name)
    {
        var shared = SharedByMistake();
        var image = Image(place, name, random.Next(10, 900), shared);
        world.Ec2.Put(image with { Encrypted = random.Next(4) != 0 && image.Encrypted });
    }

    /// <summary>About one image in five hundred is public, one in a hundred is shared with an account outside.</summary>
    private LaunchPermission? SharedByMistake()
    {
        if (random.Next(500) == 0)
            return LaunchPermission.Public;
        return random.Next(100) == 0 ? LaunchPermission.Account(Partner) : null;
    }

    private SandboxImage Pick(Publishers publishers) =>
        random.Next(10) switch
        {
            0 => publishers.Vendor,
            1 => publishers.Amazon,
            _ => publishers.Golden[random.Next(publishers.Golden.Length)],
        };

    private SandboxResource Recipe(Place place, string account, ImageId image) =>
        ImageRecipe.Of(ImageRecipe.Kind, place, $"{account}-base", "1.0.0", image, world.Now.AddDays(-300));

    /// <summary>A launch template, the Auto Scaling group that uses it, and now and then a parameter that holds the image.</summary>
    private void Group(Place place, string account, SandboxImage image)
    {
        var created = world.Now.AddDays(-groups.Next(30, 300));
        var name = $"{account}-web";
        var template = new LaunchTemplate(world.NewId("lt-", 17), name, place, created)
        {
            Versions = [new LaunchTemplateVersion(1, image.Id.Value, "m7i.large", created)],
        };
        world.Ec2.Put(template);
        world.Resources.Put(AutoScalingService.Group(place, name, template, "$Latest", 1, created));
        var tags = TagSets
            .None.Add(AutoScalingService.GroupTag, name)
            .Add("aws:ec2launchtemplate:id", template.Id)
            .Add("aws:ec2launchtemplate:version", "1");
        Launch(groups, place, image, tags);
        if (groups.Next(3) == 0)
            world.Resources.Put(SsmService.Parameter(place, $"/{account}/image", image.Id.Value, 1, created));
    }

    private void Launch(Random chance, Place place, SandboxImage image, ImmutableSortedDictionary<string, string> tags)
    {
        var id = world.NewId("i-", 17);
        var type = chance.Next(2) == 0 ? "t3.micro" : "m7i.large";
        var launched = world.Now.AddDays(-chance.Next(1, 200));
        world.Ec2.Put(new SandboxInstance(id, place, image.Id, type, launched) { Image = image, Tags = tags });
    }

    /// <summary>What is public is not encrypted, as it could not be public otherwise.</summary>
    private SandboxImage Image(Place owner, string name, int days, LaunchPermission? shared)
    {
        var id = ImageId.Parse(world.NewId("ami-", 17));
        return new SandboxImage(id, owner.Region, owner.Account, name, world.Now.AddDays(-days))
        {
            LaunchPermissions = shared is null ? [] : [shared.Value],
            Encrypted = shared != LaunchPermission.Public,
        };
    }
}
