using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>Which events count.</summary>
/// <param name="From">The first moment that counts; null for no limit.</param>
/// <param name="To">The first moment that does not count any more.</param>
public sealed record TrailFilter(DateTimeOffset? From, DateTimeOffset? To)
{
    public static readonly TrailFilter Everything = new(null, null);

    /// <summary>
    /// How much later than its events a file may come. CloudTrail names an average (<see
    /// cref="AwsFacts.RecordDelay"/>), and guarantees no time.
    /// </summary>
    private const int DaysUntilDelivered = 1;

    /// <summary>Of the calling accounts; empty for all.</summary>
    public ImmutableArray<AccountId> Accounts { get; init; } = [];

    /// <summary>Empty for all.</summary>
    public ImmutableArray<RegionName> Regions { get; init; } = [];

    /// <summary>Whether all accounts and Regions count.</summary>
    public bool IsEverywhere => Accounts.IsEmpty && Regions.IsEmpty;

    /// <summary>Files are named by the day of their delivery, and hold what was recorded before.</summary>
    public DateOnly? FirstDay => From?.Day();

    /// <summary>The last day whose files are looked at.</summary>
    public DateOnly? LastDay =>
        To is { } to && to < DateTimeOffset.MaxValue.AddDays(-DaysUntilDelivered)
            ? to.Day().AddDays(DaysUntilDelivered)
            : null;

    /// <summary>An event without a readable time counts: it cannot be said to be outside.</summary>
    public bool IncludesTime(DateTimeOffset? time) => !(time < From) && !(time >= To);

    /// <param name="account">As the record has it.</param>
    /// <param name="region">As the record has it.</param>
    public bool IncludesPlace(string account, string region) => IncludesAccount(account) && IncludesRegion(region);

    /// <summary>Whether files there can hold events that count; what the place leaves open can.</summary>
    public bool MayHold(TrailPlace place)
    {
        var isOfAccount = place.Account.Length == 0 || IncludesAccount(place.Account);
        var isOfRegion = place.Region.Length == 0 || IncludesRegion(place.Region);
        var isOfDay = !(place.Day < FirstDay) && !(place.Day > LastDay);
        return isOfAccount && isOfRegion && isOfDay;
    }

    internal bool IncludesAccount(string account)
    {
        foreach (var asked in Accounts)
            if (asked.Value == account)
                return true;
        return Accounts.IsEmpty;
    }

    private bool IncludesRegion(string region)
    {
        foreach (var asked in Regions)
            if (asked.Value == region)
                return true;
        return Regions.IsEmpty;
    }
}
