using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Aws;

/// <summary>
/// A proxy or captive portal that answers some calls with a page of its own and status 200. Nothing is taken from it, not even that there
/// is nothing.
/// </summary>
public sealed class OtherServerTests
{
    private static Amigov Between(string service, string? operation, FaultKind kind = FaultKind.Page)
    {
        var amigov = new Amigov { Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) };
        amigov.With(Samples.ConfigPath, Samples.Governance);
        var world = WorldGenerator.Create(new WorldSize(10, 1, 3), new Amigov.FixedTime(amigov.Now));
        amigov.Sandbox = SandboxServer.Start(world).GetAwaiter().GetResult();
        Assert.Equal(0, amigov.Run("generate").ExitCode);
        Assert.Equal(0, amigov.Run("apply", "--yes", "--reason", "CHG-1").ExitCode);
        amigov.Sandbox.Faults.Add(new Fault(service, operation, kind));
        return amigov;
    }

    [Theory]
    [InlineData("ec2", "DescribeImages", "images", "scan")]
    [InlineData("ec2", "DescribeInstance*", "impact")]
    [InlineData("ec2", "DescribeInstance*", "discover")]
    [InlineData("ec2", "DescribeRegions", "images", "scan")]
    [InlineData("cloudtrail", "LookupEvents", "trail", "live")]
    [InlineData("cloudtrail", "LookupEvents", "trail", "live", "--backtest")]
    [InlineData("cloudtrail", "LookupEvents", "status")]
    [InlineData("organizations", "ListPolicies", "status")]
    [InlineData("organizations", "ListPolicies", "plan")]
    [InlineData("organizations", "DescribePolicy", "plan")]
    [InlineData("organizations", "ListAccounts*", "org", "export", "organization.json")]
    [InlineData("organizations", null, "doctor")]
    [InlineData("sts", null, "images", "scan")]
    [InlineData("sts", null, "verify")]
    [InlineData("organizations", null, "rollback", "--to", "audit_mode", "--yes", "--reason", "INC-1")]
    [InlineData("organizations", null, "adopt", "--out", "adopted.json")]
    public void What_is_not_AWS_is_told_as_such(string service, string? operation, params string[] command)
    {
        using var amigov = Between(service, operation);
        var (code, output, error) = amigov.Run(command);
        Assert.True(code is 1 or 3 or 4, $"{code}: {output}{error}");
        Assert.DoesNotContain("✅", output, StringComparison.Ordinal);
        Assert.Contains("a page answers in the place of AWS", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ec2", "DescribeImages", "images", "scan")]
    [InlineData("ec2", "DescribeInstance*", "impact")]
    [InlineData("ec2", "DescribeRegions", "images", "scan")]
    [InlineData("cloudtrail", "LookupEvents", "trail", "live")]
    [InlineData("organizations", "DescribeOrganization", "status")]
    [InlineData("organizations", "ListRoots", "plan")]
    [InlineData("organizations", "ListPolicies", "plan")]
    [InlineData("organizations", "DescribePolicy", "plan")]
    [InlineData("organizations", "ListAccounts*", "org", "export", "organization.json")]
    [InlineData("organizations", null, "doctor")]
    [InlineData("sts", null, "images", "scan")]
    [InlineData("autoscaling", null, "impact")]
    [InlineData("iam", null, "doctor")]
    [InlineData("cloudwatch", "DescribeAlarms", "dashboard", "plan", "--log-group", "aws-cloudtrail-logs-org")]
    [InlineData("organizations", null, "rollback", "--to", "audit_mode", "--yes", "--reason", "INC-1")]
    public void JSON_that_is_not_from_AWS_is_told_as_such(string service, string? operation, params string[] command)
    {
        using var amigov = Between(service, operation, FaultKind.Empty);
        var (code, output, error) = amigov.Run(command);
        Assert.True(code is 1 or 3 or 4, $"{code}: {output}{error}");
        Assert.DoesNotContain("✅", output, StringComparison.Ordinal);
        Assert.True(
            (output + error).Contains("the answer is not one of AWS", StringComparison.Ordinal),
            output + error
        );
    }

    /// <summary>Readers of XML find no element, and would take it for an empty list.</summary>
    [Theory]
    [InlineData("ec2", "DescribeImages", "images", "scan")]
    [InlineData("ec2", "DescribeSnapshots", "images", "scan")]
    [InlineData("ec2", "GetAllowedImagesSettings", "images", "scan")]
    [InlineData("ec2", "DescribeRegions", "images", "scan")]
    [InlineData("autoscaling", null, "impact")]
    [InlineData("iam", null, "doctor")]
    [InlineData("sts", null, "images", "scan")]
    [InlineData("organizations", "ListRoots", "plan")]
    public void XML_that_is_not_from_AWS_is_told_as_such(string service, string? operation, params string[] command)
    {
        using var amigov = Between(service, operation, FaultKind.Xml);
        var (code, output, error) = amigov.Run(command);
        Assert.True(code is 1 or 3 or 4, $"{code}: {output}{error}");
        Assert.DoesNotContain("✅", output, StringComparison.Ordinal);
        Assert.True((output + error).Contains("of AWS", StringComparison.Ordinal), output + error);
    }

    [Fact]
    public void The_gate_before_enforcement_does_not_take_a_page_for_no_instances()
    {
        using var amigov = Between("ec2", "DescribeInstance*");
        var (code, output, error) = amigov.Run("promote", "--check", "--target", "ou-a1b2-pilot0001");
        Assert.True(code == 3, $"{code}: {output}{error}");
        Assert.Contains("0 pairs of account and Region looked at", output, StringComparison.Ordinal);
        Assert.Contains("2 parts could not be read, so there may be more", output, StringComparison.Ordinal);
    }
}
