namespace AmiGovernance.Tests.Cli;

/// <summary>Who asked for a report in a file and has none is told so by the exit code too.</summary>
public sealed class ReportFileTests
{
    private static readonly string Trail = RepositoryRoot.File("tests", "data", "trail", "hostile", "files");

    [Theory]
    [InlineData("trail", "scan")]
    [InlineData("backtest")]
    public void A_report_of_a_trail_that_cannot_be_written_is_an_error(params string[] command)
    {
        using var amigov = new Amigov { ReadsTrailFromDisk = true }.With(Samples.ConfigPath, Samples.Governance);
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        amigov.Files.FailWrites = true;

        var (code, output, error) = amigov.Run([.. command, Trail, "--output", "json=report.json"]);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("the disk is full", error, StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_screen_and_in_a_file_a_report_is_the_same()
    {
        using var amigov = new Amigov { ReadsTrailFromDisk = true }.With(Samples.ConfigPath, Samples.Governance);
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        foreach (var format in new[] { "json", "csv", "markdown" })
        {
            var (code, _, _) = amigov.Run("backtest", Trail, "--output", $"{format}=report", "--output", format);
            var (same, output, _) = amigov.Run("backtest", Trail, "--output", format);
            Assert.Equal(same, code);
            Assert.Equal(output, amigov.Text("report"));
        }
    }
}
