using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// Tells the calls of a row apart at midnights, from its days. So the same rows answer for policies that change on whatever days.
/// </summary>
internal static class RowPeriods
{
    public static bool IsMidnight(DateTimeOffset time) => time.UtcDateTime.TimeOfDay == TimeSpan.Zero;

    /// <summary>Rows of calls that all lie between two of the moments next to each other.</summary>
    /// <param name="rows">Each keeps its other details.</param>
    /// <param name="boundaries">Sorted; those that are no midnights are left to <see cref="TrailKey.Period"/>.</param>
    public static IEnumerable<TrailRow> Split(IEnumerable<TrailRow> rows, ImmutableArray<DateTimeOffset> boundaries)
    {
        ImmutableArray<DateTimeOffset> midnights = [.. boundaries.Where(IsMidnight)];
        foreach (var row in rows)
            if (!midnights.Any(m => row.First < m && m <= row.Last))
                yield return row;
            else
                foreach (var part in Parts(row, midnights))
                    yield return part;
    }

    private static IEnumerable<TrailRow> Parts(TrailRow row, ImmutableArray<DateTimeOffset> midnights)
    {
        // Calls without a day are taken to be among the oldest.
        var undated = row.Count - row.Days.Sum(d => d.Count);
        foreach (var period in row.Days.GroupBy(d => midnights.Count(m => m.UtcTicks <= d.First)))
        {
            yield return row with
            {
                Count = undated + period.Sum(d => d.Count),
                First = Time(period.First().First),
                Last = Time(period.Last().Last),
                Days = DayCounts.InOrder([.. period]),
            };
            undated = 0;
        }
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
