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
                foreach (var part in Parts(row.Days, row.Count, midnights))
                    yield return row with
                    {
                        Count = part.Count,
                        First = part.First,
                        Last = part.Last,
                        Days = part.Days,
                    };
    }

    /// <summary>
    /// Calls between two of the moments next to each other. A day with a moment in its midst is of the later part as a whole.
    /// </summary>
    /// <param name="days">Of the calls.</param>
    /// <param name="count">Of the calls.</param>
    /// <param name="moments">Sorted or not.</param>
    public static IEnumerable<PeriodCalls> Parts(DayCounts days, long count, ImmutableArray<DateTimeOffset> moments)
    {
        // Calls without a day are taken to be among the oldest.
        var undated = count - days.Sum(d => d.Count);
        foreach (var period in days.GroupBy(d => moments.Count(m => m.UtcTicks <= d.Last)))
        {
            yield return new PeriodCalls(
                undated + period.Sum(d => d.Count),
                Time(period.First().First),
                Time(period.Last().Last),
                DayCounts.InOrder([.. period])
            );
            undated = 0;
        }
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}

/// <summary>The calls of a row that lie in one period.</summary>
internal readonly record struct PeriodCalls(long Count, DateTimeOffset First, DateTimeOffset Last, DayCounts Days);
