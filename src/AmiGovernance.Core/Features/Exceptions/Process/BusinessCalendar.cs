using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <summary>Which days (UTC) people work on.</summary>
public sealed record BusinessCalendar(ImmutableHashSet<DayOfWeek> Weekend, ImmutableHashSet<DateOnly> Holidays)
{
    public static readonly BusinessCalendar Default = new([DayOfWeek.Saturday, DayOfWeek.Sunday], []);

    public bool IsBusinessDay(DateOnly day) => !Weekend.Contains(day.DayOfWeek) && !Holidays.Contains(day);

    /// <summary>The day on which a time limit ends: the given number of business days after a day, which is itself not counted.</summary>
    public DateOnly Add(DateOnly day, int businessDays)
    {
        // The calendar's last day has none after it.
        for (var left = businessDays; left > 0 && day < DateOnly.MaxValue; )
        {
            day = day.AddDays(1);
            if (IsBusinessDay(day))
                left--;
        }
        return day;
    }

    /// <summary>The business days after a day, up to and with another; 0 when it is not later.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from; day < to; )
        {
            day = day.AddDays(1);
            if (IsBusinessDay(day))
                count++;
        }
        return count;
    }
}
