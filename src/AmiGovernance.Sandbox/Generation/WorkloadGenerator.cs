using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>Fills a Region of a generated world: images of publishers and workloads, and what was launched from them.</summary>
internal sealed class WorkloadGenerator(SandboxWorld world, WorldSize size)
{
    /// <summary>Workloads run in the first Regions only, as most organizations do.</summary>
    private const int RegionsInUse = 2;

    private readonly Random random = new(size.Seed);
    private readonly Random groups = new(size.Seed);

    private sealed record Publishers(
        ImmutableArray<SandboxImage> Golden,
        SandboxImage Amazon,
        SandboxImage Vendor,
        SandboxImage Stranger,
        SandboxImage Legacy
    );

    public void Fill(string region)
    {
        var organization = new LaunchPermission(
            "organizationArn",
            $"arn:aws:organizations::{WorldGenerator.Management}:organization/{world.Organization.Id}"
        );
        var publishers = new Publishers(
            [
                Image(WorldGenerator.GoldenImages, "acme-amazon-linux-2023-base-20251201", region, 30, organization),
                Image(WorldGenerator.GoldenImages, "acme-ubuntu-24.04-web-20251115", region, 45, organization),
                Image(WorldGenerator.GoldenImages, "acme-windows-2022-base-20251020", region, 70, organization),
            ],
            Image(
                WorldGenerator.Amazon,
                "al2023-ami-2023.9.20251208.0-kernel-6.1-x86_64",
                region,
                20,
                LaunchPermission.Public
            ) with
            {
                OwnerAlias = "amazon",
            },
            Image(WorldGenerator.Vendor, "infoblox-nios-9.0.3", region, 90, LaunchPermission.Public),
            Image(
                WorldGenerator.Stranger,
                "acme-amazon-linux-2023-base-20250101",
                region,
                300,
                LaunchPermission.Public
            ),
            Image(
                WorldGenerator.PaymentsLegacy,
                "payments-legacy-base-42",
                region,
                500,
                LaunchPermission.Account(WorldGenerator.PaymentsProduction)
            )
        );
        foreach (
            var image in publishers.Golden.AddRange(
                publishers.Amazon,
                publishers.Vendor,
                publishers.Stranger,
                publishers.Legacy
            )
        )
            world.Ec2.Put(image);
        foreach (
            var account in world.Organization.Accounts.Where(a =>
                a.State == AccountState.Active
                && a.Id.Value
                    is not (WorldGenerator.Management or WorldGenerator.GoldenImages or WorldGenerator.PaymentsLegacy)
            )
        )
            Workload(account, region, publishers);
    }

    private void Workload(OrganizationAccount account, string region, Publishers publishers)
    {
        for (var i = 0; i < size.Images; i++)
        {
            // About one image in five hundred is public, one in a hundred is shared with an account outside.
            LaunchPermission? shared =
                random.Next(500) == 0 ? LaunchPermission.Public
                : random.Next(100) == 0 ? LaunchPermission.Account("600000000001")
                : null;
            var image = Image(account.Id.Value, $"{account.Name}-build-{i + 1}", region, random.Next(10, 900), shared);
            world.Ec2.Put(image with { Encrypted = random.Next(4) != 0 && image.Encrypted });
        }
        if (world.Ec2.Regions.IndexOf(region) >= RegionsInUse)
            return;
        var used = Enumerable
            .Range(0, 2 + random.Next(3))
            .Select(_ =>
                random.Next(10) switch
                {
                    0 => publishers.Vendor,
                    1 => publishers.Amazon,
                    _ => publishers.Golden[random.Next(publishers.Golden.Length)],
                }
            )
            .ToList();
        if (account.Id.Value == WorldGenerator.PaymentsProduction)
        {
            used.Add(publishers.Legacy);
            world.Resources.Put(
                ImageReferences.Recipe(
                    ImageReferences.ImageRecipe,
                    account.Id.Value,
                    region,
                    $"{account.Name}-base",
                    "1.0.0",
                    publishers.Legacy.Id,
                    world.Now.AddDays(-300)
                )
            );
        }
        if (random.Next(12) == 0)
            used.Add(publishers.Stranger);
        for (var i = 0; i < used.Count; i++)
            Launch(random, account, region, used[i], TagSets.None.Add("Name", $"{account.Name}-{i + 1}"));
        Group(account, region, used[^1]);
    }

    /// <summary>A launch template, the Auto Scaling group that uses it, and now and then a parameter that holds the image.</summary>
    private void Group(OrganizationAccount account, string region, SandboxImage image)
    {
        var created = world.Now.AddDays(-groups.Next(30, 300));
        var template = new LaunchTemplate(
            world.NewId("lt-", 17),
            $"{account.Name}-web",
            account.Id.Value,
            region,
            created
        )
        {
            Versions = [new LaunchTemplateVersion(1, image.Id, "m7i.large", created)],
        };
        world.Ec2.Put(template);
        var group = AutoScalingService.Group(
            account.Id.Value,
            region,
            $"{account.Name}-web",
            template,
            "$Latest",
            1,
            created
        );
        world.Resources.Put(group);
        Launch(
            groups,
            account,
            region,
            image,
            TagSets
                .None.Add("aws:autoscaling:groupName", group.Name)
                .Add("aws:ec2launchtemplate:id", template.Id)
                .Add("aws:ec2launchtemplate:version", "1")
        );
        if (groups.Next(3) == 0)
            world.Resources.Put(
                SsmService.Parameter(account.Id.Value, region, $"/{account.Name}/image", image.Id, 1, created)
            );
    }

    private void Launch(
        Random random,
        OrganizationAccount account,
        string region,
        SandboxImage image,
        ImmutableSortedDictionary<string, string> tags
    ) =>
        world.Ec2.Put(
            new SandboxInstance(
                world.NewId("i-", 17),
                account.Id.Value,
                region,
                image.Id,
                random.Next(2) == 0 ? "t3.micro" : "m7i.large",
                world.Now.AddDays(-random.Next(1, 200))
            )
            {
                Image = image,
                Tags = tags,
            }
        );

    /// <summary>What is public is not encrypted, as it could not be public otherwise.</summary>
    private SandboxImage Image(string owner, string name, string region, int days, LaunchPermission? shared) =>
        new(world.NewId("ami-", 17), region, owner, name, world.Now.AddDays(-days))
        {
            LaunchPermissions = shared is { } permission ? [permission] : [],
            Encrypted = shared != LaunchPermission.Public,
        };
}
