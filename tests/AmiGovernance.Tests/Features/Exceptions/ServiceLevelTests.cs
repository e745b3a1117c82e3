using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Process;

namespace AmiGovernance.Tests.Features.Exceptions;

public sealed class ServiceLevelTests
{
    private static readonly BusinessCalendar NewYear = BusinessCalendar.Default with
    {
        Holidays = [Day("2026-01-01"), Day("2026-01-06")],
    };

    /// <summary>2026-01-02 is a Friday.</summary>
    [Theory]
    [InlineData("2026-01-02", 1, "2026-01-05")]
    [InlineData("2026-01-02", 2, "2026-01-07")]
    [InlineData("2026-01-03", 1, "2026-01-05")]
    [InlineData("2026-01-04", 1, "2026-01-05")]
    [InlineData("2026-01-05", 1, "2026-01-07")]
    [InlineData("2025-12-31", 1, "2026-01-02")]
    [InlineData("2025-12-31", 5, "2026-01-09")]
    public void Weekends_and_holidays_are_not_counted(string from, int days, string due) =>
        Assert.Equal(due, NewYear.Add(Day(from), days).Text());

    [Fact]
    public void A_weekend_can_be_on_other_days()
    {
        var calendar = new BusinessCalendar([DayOfWeek.Friday, DayOfWeek.Saturday], []);
        Assert.Equal("2026-01-04", calendar.Add(Day("2026-01-01"), 1).Text());
    }

    [Fact]
    public void A_step_is_late_from_the_day_after_until_it_is_done()
    {
        var limit = new TimeLimit("review", Day("2026-01-02"), Day("2026-01-06"), null);
        Assert.False(limit.IsOverdue(Day("2026-01-06")));
        Assert.True(limit.IsOverdue(Day("2026-01-07")));
        Assert.False((limit with { Done = Day("2026-01-09") }).IsOverdue(Day("2026-01-10")));
    }

    private static DateOnly Day(string text) =>
        IsoDate.TryParse(text, out var day) ? day : throw new FormatException(text);
}
