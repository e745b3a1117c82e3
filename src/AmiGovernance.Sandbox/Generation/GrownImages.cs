using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>The images of all sources: a new version of each every month, in every Region.</summary>
/// <param name="start">Of the recorded period; a version is older.</param>
internal sealed class GrownImages(SandboxWorld world, DateTimeOffset start, int days)
{
    private const int DaysBetweenVersions = 30;

    /// <summary>Teams remove versions that are older.</summary>
    private const int DaysKept = 60;

    private readonly Dictionary<(GrownSource Source, RegionName Region), List<SandboxImage>> versions = [];

    /// <summary>The newest version at a time. The first use of a source in a Region makes all its versions there.</summary>
    public SandboxImage Newest(GrownSource source, RegionName region, DateTimeOffset at)
    {
        if (!versions.TryGetValue((source, region), out var made))
            versions[(source, region)] = made = Publish(source, region);
        return made.Last(i => i.CreationDate <= at);
    }

    /// <summary>Removes what teams do not keep.</summary>
    /// <returns>What was removed.</returns>
    public IEnumerable<SandboxImage> RemoveOld()
    {
        var oldest = start.AddDays(days - DaysKept);
        var ofTeams = versions.Where(v => v.Key.Source.RemovesOldVersions).SelectMany(v => v.Value);
        foreach (var image in ofTeams.Where(i => i.CreationDate < oldest))
        {
            world.Ec2.Remove(image.Id);
            yield return image;
        }
    }

    private List<SandboxImage> Publish(GrownSource source, RegionName region)
    {
        var made = new List<SandboxImage>();
        for (var day = -DaysBetweenVersions; day < days; day += DaysBetweenVersions)
        {
            var image = Image(source, region, start.AddDays(day));
            world.Ec2.Put(image);
            made.Add(image);
        }
        return made;
    }

    private SandboxImage Image(GrownSource source, RegionName region, DateTimeOffset created) =>
        new(
            ImageId.Parse(world.NewId("ami-", 17)),
            region,
            AccountId.Parse(source.Owner),
            source.NameOf(created),
            created
        )
        {
            OwnerAlias = source.Alias,
            LaunchPermissions = [.. Shared(source.Role)],
            Encrypted = source.Role is OwnerRole.Team or OwnerRole.SelfBuilt,
            ProductCodes = source.Alias == "aws-marketplace" ? ["4s38tdlzyt2p6mq3kvj8n9w7x"] : [],
        };

    private IEnumerable<LaunchPermission> Shared(OwnerRole role)
    {
        var organization = Arns.Organizations(
            world.Organization.ManagementAccount,
            $"organization/{world.Organization.Id}"
        );
        return role switch
        {
            OwnerRole.SelfBuilt => [],
            OwnerRole.Team => [new LaunchPermission(LaunchPermission.Organization, organization)],
            _ => [LaunchPermission.Public],
        };
    }
}
