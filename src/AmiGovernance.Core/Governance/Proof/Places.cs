using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Splits by partition, Region and image id, as far as the statements tell them apart.</summary>
internal static class Places
{
    /// <summary>Regions that people know, so that a counterexample is easy to read.</summary>
    private static readonly string[] KnownRegions =
    [
        "us-east-1",
        "eu-central-1",
        "us-west-2",
        "us-east-2",
        "eu-west-1",
        "ap-southeast-2",
        "ap-northeast-1",
        "sa-east-1",
        "ca-central-1",
        "eu-north-1",
        "cn-north-1",
        "cn-northwest-1",
        "us-gov-west-1",
        "us-gov-east-1",
        "eusc-de-east-1",
    ];

    /// <summary>By how their Regions' names begin, partitions are told apart; other partitions are not known here.</summary>
    private static readonly BegunGlob[] PartitionGlobs =
    [
        .. new[] { "cn-*", "us-gov-*", "eusc-*", "us-iso*", "eu-iso*" }.Select(p => BegunGlob.Of(new Glob(p))),
    ];

    public static IEnumerable<(Place Place, ImmutableArray<DenyStatement> Live)> Of(
        ImmutableArray<DenyStatement> live,
        ImmutableArray<string> principals,
        GlobCache cache
    )
    {
        var resources = live.SelectMany(d => d.Atoms).OfType<ResourceAtom>().ToList();
        var regions = RegionGlobs(live, resources);
        var images = ImageGlobs(live, resources);
        var callers = PrincipalClasses.Patterns(live, principals);
        var places = Enum.GetValues<Partition>()
            .GroupBy(p => PartitionKey(p, resources, callers, regions))
            .Select(g => g.First())
            .SelectMany(p =>
                from region in RegionsOf(p, regions, cache)
                from source in SourcesOf(p, region, resources, regions, cache)
                from image in ImagesOf(images, cache)
                select new Place(p, region, image) { SourceRegion = source }
            )
            // A copy within one Region can be asked of `explain`.
            .OrderBy(place => place.SourceRegion is null ? 0 : 1)
            .Select(place => (Place: place, Live: At(live, place)))
            .GroupBy(p => (RequestSpace.Key(p.Live), PartitionKey(p.Place.Partition, [], callers, [])))
            .Select(g => g.First())
            .ToList();
        return places.Select(p =>
            (
                p.Place with
                {
                    MattersByRegion = places.Exists(o => o.Place.Region != p.Place.Region),
                    // Whether there is an id at all may matter, too.
                    MattersByImage = !images.IsEmpty || RequestSpace.Conditions(live, Atom.ImageId).Any(),
                },
                p.Live
            )
        );
    }

    private static ImmutableArray<DenyStatement> At(ImmutableArray<DenyStatement> live, Place place) =>
        [.. live.Select(d => d.At(place)).OfType<DenyStatement>()];

    private static string PartitionKey(
        Partition partition,
        List<ResourceAtom> resources,
        List<PrincipalPattern> callers,
        ImmutableArray<BegunGlob> regions
    )
    {
        // Each partition has its own Regions.
        var own = regions.IsEmpty ? "" : partition.Name();
        var ofResources = resources
            .SelectMany(r => r.Patterns)
            .Select(p => Policies.Iam.Wildcard.Matches(p.Partition, partition.Name()));
        return $"{own}|{string.Join(',', ofResources)}|{string.Join(';', callers.Select(c => c.OnPartition(partition)))}";
    }

    private static ImmutableArray<BegunGlob> RegionGlobs(
        ImmutableArray<DenyStatement> live,
        List<ResourceAtom> resources
    ) =>
        [
            .. resources
                .SelectMany(r => r.Patterns)
                .Where(p => p.Region != "*")
                .Select(p => new Glob(p.Region))
                .Concat(RequestSpace.Conditions(live, Atom.RequestedRegion).SelectMany(a => a.Globs))
                .Concat(RequestSpace.Conditions(live, Atom.Ec2Region).SelectMany(a => a.Globs))
                .Distinct()
                .Select(BegunGlob.Of),
        ];

    private static ImmutableArray<BegunGlob> ImageGlobs(
        ImmutableArray<DenyStatement> live,
        List<ResourceAtom> resources
    ) =>
        [
            .. resources
                .Where(r => r.IsOnImage)
                .SelectMany(r => r.Patterns)
                .Select(p => new Glob(p.Resource))
                .Where(g => g.Pattern is not ("*" or "image/*"))
                .Distinct()
                .Select(g => new BegunGlob(g, g.After("image/")))
                .Concat(
                    RequestSpace.Conditions(live, Atom.ImageId).SelectMany(a => a.Globs).Distinct().Select(BegunGlob.Of)
                ),
        ];

    /// <summary>A Region of the partition for each way in which one can match the patterns.</summary>
    public static IEnumerable<string> RegionsOf(
        Partition partition,
        ImmutableArray<BegunGlob> globs,
        GlobCache cache
    ) =>
        globs.IsEmpty
            ? [partition.AnyRegion().Value]
            : cache
                .Split([.. globs, .. PartitionGlobs], Language.Region, KnownRegions)
                .Select(c => c.Text)
                .Where(region => IsIn(region, partition));

    /// <summary>The request's own Region first.</summary>
    private static IEnumerable<string?> SourcesOf(
        Partition partition,
        string region,
        List<ResourceAtom> resources,
        ImmutableArray<BegunGlob> regions,
        GlobCache cache
    ) =>
        resources.Exists(r => r.AsksSourceRegion)
            ? RegionsOf(partition, regions, cache).Where(r => r != region).Prepend(null)
            : [null];

    private static bool IsIn(string region, Partition partition) =>
        !region.StartsWith("us-iso", StringComparison.Ordinal)
        && !region.StartsWith("eu-iso", StringComparison.Ordinal)
        && Partitions.Of(RegionName.Parse(region)) == partition;

    private static IEnumerable<string> ImagesOf(ImmutableArray<BegunGlob> globs, GlobCache cache) =>
        globs.IsEmpty
            ? [Place.AnyImageId]
            : cache.Split(globs, Language.ImageId, [Place.AnyImageId]).Select(c => c.Text);
}
