using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>What was not looked at is not fine.</summary>
public sealed class NothingLookedAtTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Launch =
        """{"eventVersion":"1.11","eventTime":"2026-01-02T03:04:05Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{"instancesSet":{"items":[{"imageId":"ami-0123456789abcdef0"}]}},"eventID":"x","recipientAccountId":"111122223333"}""";

    private static Amigov Bench()
    {
        var amigov = new Amigov()
            .With(Samples.ConfigPath, Samples.Clean)
            .With("owners.json", """{"ami-0123456789abcdef0":"111122223333"}""")
            .With("logs/a.json", Launch);
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        return amigov;
    }

    [Theory]
    [InlineData("backtest", "--region", "eu-west-9")]
    [InlineData("backtest", "--account", "999999999999")]
    [InlineData("backtest", "--from", "2026-02-01")]
    [InlineData("trail scan", "--to", "2026-01-02")]
    [InlineData("trail scan", "--region", "us-east-2")]
    public void Where_every_call_is_left_out_nothing_is_fine(string command, string option, string value)
    {
        using var amigov = Bench();
        var (code, output, error) = amigov.Run([.. command.Split(' '), "logs", option, value]);
        Assert.Equal(4, code);
        Assert.DoesNotContain("✅", output, StringComparison.Ordinal);
        Assert.Contains("AMI0909", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backtest logs")]
    [InlineData("trail scan logs")]
    [InlineData("trail live")]
    [InlineData("trail athena --database d --table t --output-location s3://b/p --print")]
    public void A_time_that_ends_before_it_begins_is_none(string command)
    {
        using var amigov = Bench();
        string[] words = [.. command.Split(' '), "--from", "2026-03-02", "--to", "2026-03-01"];
        var (code, _, error) = amigov.Run(words);
        Assert.Equal(2, code);
        Assert.Contains("'--from' is not before '--to'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dash_is_no_standard_input_of_a_trail()
    {
        using var amigov = Bench();
        var (code, _, error) = amigov.Run("trail", "scan", "-");
        Assert.Equal(2, code);
        Assert.Contains("`/dev/stdin` reads standard input", error, StringComparison.Ordinal);
    }

    /// <summary>CloudTrail user guide, "Viewing event history": 90 days.</summary>
    [Theory]
    [InlineData(null, "2026-01-01", "before 2026-03-03")]
    [InlineData("2026-01-01", null, "before 2026-03-03")]
    [InlineData("2026-06-02", null, "from 2026-06-02T00:00:00Z")]
    public async Task What_no_event_history_holds_is_a_gap(string? from, string? to, string gap)
    {
        static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse($"{text}T00:00:00Z");
        var filter = new TrailFilter(Time(from), Time(to));
        var source = new EventHistorySource(null!, null!, null!, filter, Now);
        var first = await source
            .List(TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal(gap, first.Name);
        Assert.NotNull(first.Problem);
    }

    [Fact]
    public void A_document_says_what_was_not_read()
    {
        using var amigov = Bench();
        amigov.With("logs/b.json", Launch[..60]);
        foreach (var format in new[] { "text", "markdown" })
        {
            var (code, output, _) = amigov.Run("backtest", "logs", "--owners", "owners.json", "--output", format);
            Assert.NotEqual(0, code);
            Assert.Contains("1 gap: what could not be read is not in here", output, StringComparison.Ordinal);
        }
    }
}
