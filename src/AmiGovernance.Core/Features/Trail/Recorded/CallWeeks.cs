using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>Calls by week, named by its Monday (UTC). Calls without a readable time are in none.</summary>
public static class CallWeeks
{
    public const int Days = 7;

    public static SortedDictionary<DateOnly, long> Of(IEnumerable<DayCounts> calls)
    {
        var weeks = new SortedDictionary<DateOnly, long>();
        foreach (var day in calls.SelectMany(d => d))
        {
            // The 1st of January of the year 1 is a Monday.
            var monday = day.Day.AddDays(-(day.Day.DayNumber % Days));
            weeks[monday] = weeks.GetValueOrDefault(monday) + day.Count;
        }
        return weeks;
    }
}
