using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>
/// Launches of images of one owner by one account. Owner, account and image are as a report or a trail has them: text from outside.
/// </summary>
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
            var time = From is { } from && Until is { } until ? $", {from.Day().Text()} to {until.Day().Text()}" : "";
            var gaps = AllGaps.ToList();
            var notKnown = gaps.Count == 0 ? "" : $"; not known: {string.Join(", ", gaps)}";
            return $"{Kind} {File}{time}{notKnown}";
        }
    }

    private IEnumerable<string> AllGaps
    {
        get
        {
            var unknown = OfUnknownOwners.Sum(l => l.Count);
            return unknown == 0
                ? Gaps
                : Gaps.Append(
                    string.Create(CultureInfo.InvariantCulture, $"the owners of the images of {unknown} launches")
                );
        }
    }

    /// <summary>
    /// Whether no launch in it means that there was none in these days. What lies before its first call and after its last one nobody
    /// knows, and any image of an unknown owner could be the one.
    /// </summary>
    public bool Covers(DateOnly? first, DateOnly? last) =>
        Kind == Trail && Gaps.IsEmpty && !OfUnknownOwners.Any() && first >= From?.Day() && last <= Until?.Day();
}
