using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>The images that an account owns, as the inventory has them.</summary>
/// <param name="LastLaunched">As EC2 tells the owner of an image, up to a day late; null when it tells of no launch.</param>
/// <param name="IsWhole">Whether every Region of the account was read.</param>
public sealed record OwnedImages(int Count, DateTimeOffset? LastLaunched, bool IsWhole);

/// <summary>Who launched whose images, as everything that was looked at tells it. Several sources can tell of the same launches.</summary>
public sealed record ImageUse(ImmutableArray<UseSource> Sources)
{
    public static readonly ImageUse NotLooked = new([]);

    /// <summary>By account; without an inventory empty.</summary>
    public ImmutableDictionary<string, OwnedImages> Owned { get; init; } =
        ImmutableDictionary.Create<string, OwnedImages>(StringComparer.Ordinal);

    public bool Looked => !Sources.IsEmpty;

    public IEnumerable<OwnerLaunches> Launches => Sources.SelectMany(s => s.Launches);

    public ImageUse With(UseSource source) => this with { Sources = Sources.Add(source) };

    /// <summary>Fills in the owners of images that were unknown so far.</summary>
    /// <param name="owners">By image.</param>
    public ImageUse WithOwners(IReadOnlyDictionary<string, string> owners)
    {
        OwnerLaunches Named(OwnerLaunches launches) =>
            launches.Owner == ImageOwners.Unknown && owners.TryGetValue(launches.Image, out var owner)
                ? launches with
                {
                    Owner = owner,
                }
                : launches;
        return this with { Sources = [.. Sources.Select(s => s with { Launches = [.. s.Launches.Select(Named)] })] };
    }

    /// <summary>Whether images of an account were launched while an exception was in force.</summary>
    /// <param name="start">The first day of the exception.</param>
    /// <param name="end">The first day without it; null while it has none.</param>
    /// <param name="asOf">The last day that counts.</param>
    public UseAnswer InForce(AccountId owner, DateOnly? start, DateOnly? end, DateOnly asOf) =>
        Answer(owner, start, end < asOf ? end : asOf.AddDays(1));

    /// <summary>Whether images of an account were launched.</summary>
    /// <param name="from">Null for any time.</param>
    /// <param name="until">The first day that does not count; null for any time.</param>
    public UseAnswer Answer(AccountId owner, DateOnly? from, DateOnly? until)
    {
        if (!Looked)
            return new UseAnswer(UseState.NotLooked);

        var days = new DaySpan(from, until);
        var found = Sources.Select(s => Seen(s, owner, days)).Where(a => a.Launches > 0).ToList();
        if (Owned.GetValueOrDefault(owner.Value)?.LastLaunched is { } told && days.Contains(told))
            found.Add(new UseAnswer(UseState.Used, 1, told.Day(), IsLeast: true));
        if (found.Count > 0)
            return Together(found);

        // Calls that began before and ended after may lie in between.
        var unclear = Launches.Any(l => l.Owner == owner.Value && days.MayMeet(l.First, l.Last));
        var allSeen = Sources.Any(s => s.Covers(from, until?.AddDays(-1)));
        return new UseAnswer(allSeen && !unclear ? UseState.Unused : UseState.NotSeen);
    }

    /// <summary>Sources may tell of the same launches: the one that tells most, at least, is right.</summary>
    private static UseAnswer Together(List<UseAnswer> found)
    {
        var most = found.MaxBy(a => a.Launches) ?? found[0];
        return most with
        {
            Last = found.Max(a => a.Last),
            IsLeast = most.IsLeast || found.Any(a => a.Last > most.Last),
        };
    }

    private static UseAnswer Seen(UseSource source, AccountId owner, DaySpan days)
    {
        var (launches, last, isLeast) = (0L, (DateOnly?)null, false);
        foreach (var row in source.Launches.Where(l => l.Owner == owner.Value))
        {
            var (began, ended) = (days.Contains(row.First), days.Contains(row.Last));
            if (!began && !ended)
                continue;

            // Of calls that only began or ended in the time, one is certain.
            var isWhole = began && ended;
            launches += isWhole ? row.Count : 1;
            isLeast |= !isWhole;
            if (ended)
                last = new[] { last, row.Last?.Day() }.Max();
        }
        return new UseAnswer(UseState.Used, launches, last, isLeast);
    }

    /// <param name="From">Null for any time.</param>
    /// <param name="Until">The first day that does not count; null for any time.</param>
    private readonly record struct DaySpan(DateOnly? From, DateOnly? Until)
    {
        /// <summary>False for a time that is not known.</summary>
        public bool Contains(DateTimeOffset? time) => time is not null && MayMeet(time, time);

        /// <summary>False only when all that lies between two times is known to be before or after.</summary>
        public bool MayMeet(DateTimeOffset? first, DateTimeOffset? last) =>
            !(last?.Day() < From) && !(first?.Day() >= Until);
    }
}
