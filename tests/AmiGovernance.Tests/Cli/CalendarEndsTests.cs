using AmiGovernance.Core.Features.Exceptions.Process;

namespace AmiGovernance.Tests.Cli;

/// <summary>The first and the last day of the calendar are days that somebody can write; they are no defect of the tool.</summary>
public sealed class CalendarEndsTests
{
    private const string First = "0001-01-01";
    private const string Last = "9999-12-31";
    private const int Defect = 70;

    public static TheoryData<string, string, string> Dates
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (
                var command in new[] { "validate", "prove", "generate", "layers", "exception list", "exception report" }
            )
            foreach (var date in new[] { First, Last })
            {
                data.Add(command, "2026-03-01", date);
                data.Add(command, "2025-12-20", date);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Dates))]
    public void A_configuration_with_such_a_date_is_read(string command, string written, string date)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        amigov.Run("generate", "--mode", "enabled");
        amigov.With(Samples.ConfigPath, Samples.Clean.Replace(written, date, StringComparison.Ordinal));
        amigov.Run("generate", "--mode", "enabled");
        Assert.NotEqual(Defect, amigov.Run(command.Split(' ')).ExitCode);
    }

    [Theory]
    [InlineData(First)]
    [InlineData(Last)]
    [InlineData("1999-12-31")]
    [InlineData("2201-01-01")]
    public void Reports_are_of_days_that_can_be_counted_from(string date)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        var (code, _, error) = amigov.Run("exception", "report", "--as-of", date);
        Assert.Equal(2, code);
        Assert.Contains($"'{date}' is outside the years 2000 to 2200", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2000-01-01")]
    [InlineData("2200-12-31")]
    public void The_first_and_the_last_of_them_are_taken(string date)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        Assert.Equal(0, amigov.Run("exception", "report", "--as-of", date).ExitCode);
    }

    [Fact]
    public void A_time_limit_ends_with_the_calendar() =>
        Assert.Equal(DateOnly.MaxValue, BusinessCalendar.Default.Add(DateOnly.MaxValue.AddDays(-1), 5));
}
