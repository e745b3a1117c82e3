using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Reports;
using AmiGovernance.Core.Text;
using AmiGovernance.Core.Trail;

namespace AmiGovernance.Core.Operations.Exceptions;

/// <summary>Launches of images of one owner by one account.</summary>
/// <param name="Owner">An account or alias; <see cref="ImageOwners.Unknown"/> when nobody knows.</param>
/// <param name="Account">Empty when the source does not tell who launched.</param>
/// <param name="Image">Empty when the source does not tell images apart.</param>
/// <param name="First">Null when not known.</param>
public sealed record OwnerLaunches(string Owner, string Account, string Image, long Count, DateTimeOffset? First, DateTimeOffset? Last);

/// <summary>What tells of launches.</summary>
/// <param name="Kind">Such as `trail`.</param>
/// <param name="From">The first time that it speaks of; null when not known.</param>
/// <param name="Gaps">What it does not know, one phrase each.</param>
public sealed record UseSource(string Kind, string File, DateTimeOffset? From, DateTimeOffset? Until, ImmutableArray<string> Gaps)
{
    public const string Trail = "trail";

    /// <summary>One sentence without a period.</summary>
    public string Text => $"{Kind} {File}{(From is { } from && Until is { } until ? $", {from.Day().Text()} to {until.Day().Text()}" : "")}{(Gaps.IsEmpty ? "" : $"; not known: {string.Join(", ", Gaps)}")}";

    /// <summary>Whether no launch in it means that there was none in these days. What lies before its first call and after its last one nobody knows.</summary>
    public bool Covers(DateOnly? first, DateOnly? last) => Kind == Trail && Gaps.IsEmpty && From is { } from && Until is { } until && first >= from.Day() && last <= until.Day();
}

/// <summary>Who launched whose images, put together from what there is.</summary>
public sealed record ImageUse(ImmutableArray<UseSource> Sources, ImmutableArray<OwnerLaunches> Launches)
{
    public static readonly ImageUse NotLooked = new([], []);

    public bool Looked => !Sources.IsEmpty;

    /// <summary>Launches of images whose owner nobody knows: any of them could be one of an exception.</summary>
    public long OfUnknownOwners => Launches.Where(l => l.Owner == ImageOwners.Unknown).Sum(l => l.Count);

    /// <summary>What was looked at and what is not known, one sentence each.</summary>
    public ImmutableArray<string> LookedAt =>
    [
        .. Sources.Select(s => s.Text),
        .. OfUnknownOwners > 0 ? (string[])[string.Create(CultureInfo.InvariantCulture, $"not known: the owners of the images of {OfUnknownOwners} launches")] : [],
    ];

    public ImageUse With(ImageUse more) => new([.. Sources, .. more.Sources], [.. Launches, .. more.Launches]);

    public IEnumerable<OwnerLaunches> Of(AccountId owner) => Launches.Where(l => l.Owner == owner.Value);

    /// <param name="from">Null for any time.</param>
    /// <param name="until">The first day that does not count.</param>
    public UseAnswer Answer(AccountId owner, DateOnly? from, DateOnly? until)
    {
        if (!Looked) return new UseAnswer(UseState.NotLooked);
        var (launches, last, isLeast) = (0L, (DateOnly?)null, false);
        foreach (var row in Of(owner))
        {
            var (began, ended) = (Within(row.First, from, until), Within(row.Last, from, until));
            if (!began && !ended) continue;
            // Of calls that only began or ended in the time, one is certain.
            launches += began && ended ? row.Count : 1;
            isLeast |= !began || !ended;
            if (ended && row.Last?.Day() is { } day && (last is null || day > last)) last = day;
        }
        if (launches > 0) return new UseAnswer(UseState.Used, launches, last, isLeast);
        // Calls that began before and ended after may lie in between.
        var unclear = OfUnknownOwners > 0 || Of(owner).Any(l => !(l.Last?.Day() < from) && !(l.First?.Day() >= until));
        return new UseAnswer(!unclear && Sources.Any(s => s.Covers(from, until?.AddDays(-1))) ? UseState.Unused : UseState.NotSeen);
    }

    private static bool Within(DateTimeOffset? time, DateOnly? from, DateOnly? until) => time?.Day() is { } day && !(day < from) && !(day >= until);
}
