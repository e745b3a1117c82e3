using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>
/// Makes an organization that grew without any policy: nine publishers, strangers, look-alikes, images that are gone, and the
/// launches of the last 90 days on record. The same size and seed give the same organization, but for its dates.
/// </summary>
public static class GrownGenerator
{
    /// <summary>What CloudTrail keeps in its event history.</summary>
    public const int Days = 90;

    /// <summary>Nothing runs in more Regions.</summary>
    private const int MostRegions = 2;

    private const int MinutesOfDay = 24 * 60;

    private sealed record Launch(GrownUsage Usage, DateTimeOffset At);

    private sealed record Launched(GrownUsage Usage, DateTimeOffset At, SandboxImage Image);

    public static GrownOrganization Create(WorldSize size, TimeProvider time)
    {
        var world = WorldGenerator.Empty(size with { Regions = Math.Min(size.Regions, MostRegions) }, time);
        var random = new Random(size.Seed);
        var start = world.Now.AddDays(-Days);
        var usages = new GrownUsages(world, Days, random).Spread();

        var images = new GrownImages(world, start, Days);
        var history = new GrownHistory(world, images);
        var launched = InOrder(usages, start, random)
            .Select(l => new Launched(l.Usage, l.At, history.Launch(l.Usage, l.At)))
            .ToList();
        var removed = images.RemoveOld().Select(i => i.Id).ToHashSet();
        ImmutableArray<ImageId> gone = [.. launched.Select(l => l.Image.Id).Where(removed.Contains).Distinct().Order()];
        return new GrownOrganization(world, Owners(launched), gone);
    }

    private static List<Launch> InOrder(ImmutableArray<GrownUsage> usages, DateTimeOffset start, Random random) =>
        [
            .. usages
                .SelectMany(u =>
                    u.Days.Select(d => new Launch(u, start.AddDays(d).AddMinutes(random.Next(MinutesOfDay))))
                )
                .OrderBy(l => l.At)
                .ThenBy(l => l.Usage.Name, StringComparer.Ordinal),
        ];

    private static ImmutableArray<GrownOwner> Owners(IEnumerable<Launched> launched) =>
        [
            .. launched
                .GroupBy(l => (Owner: OwnerOf(l.Usage.Source), l.Usage.Source.Role))
                .Select(g => new GrownOwner(
                    g.Key.Owner,
                    g.Key.Role,
                    [.. g.Select(l => l.Usage.Place.Account)],
                    g.Count(),
                    DateOnly.FromDateTime(g.Max(l => l.At).UtcDateTime)
                ))
                .OrderBy(o => o.Owner, StringComparer.Ordinal)
                .ThenBy(o => o.Role),
        ];

    /// <summary>Managed services are told apart by their accounts: the alias of their images is Amazon's.</summary>
    private static string OwnerOf(GrownSource source) =>
        source.Role == OwnerRole.ManagedService ? source.Owner : source.IamOwner;
}
