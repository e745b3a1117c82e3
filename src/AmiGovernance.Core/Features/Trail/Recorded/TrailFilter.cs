using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>Which events count.</summary>
/// <param name="From">The first moment that counts; null for no limit.</param>
/// <param name="To">The first moment that does not count any more.</param>
public sealed record TrailFilter(DateTimeOffset? From, DateTimeOffset? To)
{
    public static readonly TrailFilter Everything = new(null, null);

    /// <summary>How much later than its events a file may come. CloudTrail says "about 5 minutes", and guarantees no time.</summary>
    private const int DaysUntilDelivered = 1;

    /// <summary>Of the calling accounts; empty for all.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Empty for all.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Files are named by the day of their delivery, and hold what was recorded before.</summary>
    public DateOnly? FirstDay => From is { } from ? DateOnly.FromDateTime(from.UtcDateTime) : null;

    /// <summary>The last day whose files are looked at.</summary>
    public DateOnly? LastDay =>
        To is { } to && to < DateTimeOffset.MaxValue.AddDays(-DaysUntilDelivered)
            ? DateOnly.FromDateTime(to.UtcDateTime).AddDays(DaysUntilDelivered)
            : null;

    /// <summary>An event without a readable time counts: it cannot be said to be outside.</summary>
    public bool IncludesTime(DateTimeOffset? time) =>
        time is not { } at || (From is not { } from || at >= from) && (To is not { } to || at < to);

    public bool IncludesPlace(string account, string region) =>
        (Accounts.IsEmpty || Accounts.Contains(account)) && (Regions.IsEmpty || Regions.Contains(region));

    /// <summary>Whether files there can hold events that count; what the place leaves open can.</summary>
    public bool MayHold(TrailPlace place) =>
        (place.Account.Length == 0 || Accounts.IsEmpty || Accounts.Contains(place.Account))
        && (place.Region.Length == 0 || Regions.IsEmpty || Regions.Contains(place.Region))
        && (place.Day is not { } day || !(day < FirstDay) && !(day > LastDay));
}
