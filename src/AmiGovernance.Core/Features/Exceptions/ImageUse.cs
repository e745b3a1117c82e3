using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Launches of images of one owner by one account.</summary>
/// <param name="Owner">An account or alias; <see cref="ImageOwners.Unknown"/> when nobody knows.</param>
/// <param name="Account">Empty when the source does not tell who launched.</param>
/// <param name="Image">Empty when the source does not tell images apart.</param>
/// <param name="First">Null when not known.</param>
public sealed record OwnerLaunches(
    string Owner,
    string Account,
    string Image,
    long Count,
    DateTimeOffset? First,
    DateTimeOffset? Last
);

/// <summary>The images that an account owns, as the inventory has them.</summary>
/// <param name="LastLaunched">As EC2 tells the owner of an image, up to a day late; null when it tells of no launch.</param>
/// <param name="IsWhole">Whether every Region of the account was read.</param>
public sealed record OwnedImages(int Count, DateTimeOffset? LastLaunched, bool IsWhole);

/// <summary>What tells of launches.</summary>
/// <param name="Kind">Such as `trail`.</param>
/// <param name="From">The first time that it speaks of; null when not known.</param>
/// <param name="Gaps">What it does not know, one phrase each.</param>
public sealed record UseSource(
    string Kind,
    string File,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    ImmutableArray<string> Gaps,
    ImmutableArray<OwnerLaunches> Launches
)
{
    public const string Trail = "trail";

    public IEnumerable<OwnerLaunches> OfUnknownOwners => Launches.Where(l => l.Owner == ImageOwners.Unknown);

    /// <summary>One sentence without a period.</summary>
    public string Text
    {
        get
        {
            var unknown = OfUnknownOwners.Sum(l => l.Count);
            ImmutableArray<string> gaps =
                unknown == 0
                    ? Gaps
                    : Gaps.Add(
                        string.Create(CultureInfo.InvariantCulture, $"the owners of the images of {unknown} launches")
                    );
            return $"{Kind} {File}{(From is { } from && Until is { } until ? $", {from.Day().Text()} to {until.Day().Text()}" : "")}{(gaps.IsEmpty ? "" : $"; not known: {string.Join(", ", gaps)}")}";
        }
    }

    /// <summary>
    /// Whether no launch in it means that there was none in these days. What lies before its first call and after its last one nobody
    /// knows, and any image of an unknown owner could be the one.
    /// </summary>
    public bool Covers(DateOnly? first, DateOnly? last) =>
        Kind == Trail
        && Gaps.IsEmpty
        && !OfUnknownOwners.Any()
        && From is { } from
        && Until is { } until
        && first >= from.Day()
        && last <= until.Day();
}

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
    public ImageUse WithOwners(IReadOnlyDictionary<string, string> owners) =>
        this with
        {
            Sources =
            [
                .. Sources.Select(s =>
                    s with
                    {
                        Launches =
                        [
                            .. s.Launches.Select(l =>
                                l.Owner == ImageOwners.Unknown && owners.TryGetValue(l.Image, out var owner)
                                    ? l with
                                    {
                                        Owner = owner,
                                    }
                                    : l
                            ),
                        ],
                    }
                ),
            ],
        };

    /// <summary>Whether images of an account were launched.</summary>
    /// <param name="from">Null for any time.</param>
    /// <param name="until">The first day that does not count; null for any time.</param>
    public UseAnswer Answer(AccountId owner, DateOnly? from, DateOnly? until)
    {
        if (!Looked)
            return new UseAnswer(UseState.NotLooked);
        var found = Sources.Select(s => Of(s, owner, from, until)).Where(a => a.Launches > 0).ToList();
        if (Owned.GetValueOrDefault(owner.Value)?.LastLaunched is { } told && Within(told, from, until))
            found.Add(new UseAnswer(UseState.Used, 1, told.Day(), IsLeast: true));
        if (found.Count > 0)
        {
            // Sources may tell of the same launches: the one that tells most, at least, is right.
            var most = found.MaxBy(a => a.Launches) ?? found[0];
            return most with
            {
                Last = found.Max(a => a.Last),
                IsLeast = most.IsLeast || found.Any(a => a.Last > most.Last),
            };
        }
        // Calls that began before and ended after may lie in between.
        var unclear = Launches.Any(l =>
            l.Owner == owner.Value && !(l.Last?.Day() < from) && !(l.First?.Day() >= until)
        );
        return new UseAnswer(
            !unclear && Sources.Any(s => s.Covers(from, until?.AddDays(-1))) ? UseState.Unused : UseState.NotSeen
        );
    }

    private static UseAnswer Of(UseSource source, AccountId owner, DateOnly? from, DateOnly? until)
    {
        var (launches, last, isLeast) = (0L, (DateOnly?)null, false);
        foreach (var row in source.Launches.Where(l => l.Owner == owner.Value))
        {
            var (began, ended) = (Within(row.First, from, until), Within(row.Last, from, until));
            if (!began && !ended)
                continue;
            // Of calls that only began or ended in the time, one is certain.
            launches += began && ended ? row.Count : 1;
            isLeast |= !began || !ended;
            if (ended && row.Last?.Day() is { } day && (last is null || day > last))
                last = day;
        }
        return new UseAnswer(UseState.Used, launches, last, isLeast);
    }

    private static bool Within(DateTimeOffset? time, DateOnly? from, DateOnly? until) =>
        time?.Day() is { } day && !(day < from) && !(day >= until);
}
