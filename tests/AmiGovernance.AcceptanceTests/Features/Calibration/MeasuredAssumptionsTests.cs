using AmiGovernance.Cli.Features.Calibration;

namespace AmiGovernance.AcceptanceTests.Features.Calibration;

/// <summary>How a sandbox answers where something was measured.</summary>
public sealed class MeasuredAssumptionsTests : IDisposable
{
    private const string Cassette = """
        {
          "format_version": "1.0", "made_on": "2026-01-02", "partition": "aws", "region": "us-east-1", "known": { "run": "a" },
          "calls": [
            { "for": "plain-values", "name": "plain", "call": "organizations:CreatePolicy", "with": {}, "code": "", "message": "", "values": {} },
            { "for": "dry-run", "name": "launch", "call": "ec2:RunInstances", "with": {}, "code": "OperationNotPermitted", "message": "", "values": {} }
          ]
        }
        """;

    private readonly Amigov amigov = new();

    public void Dispose() => amigov.Dispose();

    /// <summary>The sandbox takes no policy with plain values; that says nothing of what else was measured.</summary>
    [Fact]
    public void What_no_sandbox_can_do_is_told_and_costs_nothing_else()
    {
        amigov.With("cassette.json", Cassette);
        var imported = amigov.Run(["calibrate", "--import", "cassette.json", "--not-aws", "--unsigned"]);
        Assert.True(imported.ExitCode == 0, imported.Error);
        using var error = new StringWriter();
        var assumed = MeasuredAssumptions.Read(amigov.Context(TextWriter.Null, error), ["hidden-image=nothing"]);
        Assert.Equal("dry-run=policies-too, hidden-image=nothing", assumed.ToString());
        Assert.Contains("not done by the sandbox: plain-values=accepted", error.ToString(), StringComparison.Ordinal);
    }
}
