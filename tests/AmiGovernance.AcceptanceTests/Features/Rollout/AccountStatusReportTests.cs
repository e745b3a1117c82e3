using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Rollout;

/// <summary>Account status reports, from the question to the file, against the sandbox.</summary>
public sealed class AccountStatusReportTests : IDisposable
{
    private readonly Amigov amigov = new() { Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) };
    private readonly SandboxWorld world;

    public AccountStatusReportTests()
    {
        world = WorldGenerator.Create(new WorldSize(10, 1, 0), new Amigov.FixedTime(amigov.Now));
        amigov.Sandbox = SandboxServer.Start(world).GetAwaiter().GetResult();
        world.TrustedServices.Add("ec2.amazonaws.com");
        world.Buckets.Put(
            new Bucket(
                "reports",
                AccountId.Parse(WorldGenerator.Management),
                RegionName.Parse("us-east-1"),
                amigov.Now,
                new MemoryObjects()
            )
        );
        world.Ec2.Settings[SandboxText.Place(WorldGenerator.PaymentsLegacy, "us-east-1")] = new RegionSettings
        {
            AllowedImages = AllowedImagesState.Enabled,
        };
    }

    public void Dispose() => amigov.Dispose();

    private string Start(params string[] more)
    {
        var (code, output, error) = amigov.Run(["status-report", "start", "s3://reports/status", .. more]);
        Assert.True(code == 0, error);
        return output.Trim();
    }

    [Fact]
    public void A_report_is_asked_for_waited_for_shown_and_fetched()
    {
        var id = Start();
        var early = amigov.Run("status-report", "show", id);
        Assert.Equal(
            (1, true),
            (early.ExitCode, early.Error.Contains("is not complete: running", StringComparison.Ordinal))
        );
        var (code, output, error) = amigov.Run("status-report", "wait", id, "--csv", "status.csv", "--output", "json");
        Assert.True(code == 0, error);
        using var summary = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal(
            (id, 9, 0),
            (
                summary.RootElement.GetProperty("report").GetString(),
                summary.RootElement.GetProperty("accounts").GetInt32(),
                summary.RootElement.GetProperty("failed_accounts").GetInt32()
            )
        );
        var allowed = summary
            .RootElement.GetProperty("attributes")
            .EnumerateArray()
            .Single(a => a.GetProperty("name").GetString() == "allowed_images_settings");
        Assert.Equal(
            ("disabled", 1, 1),
            (
                allowed.GetProperty("most_frequent_value").GetString(),
                allowed.GetProperty("unmatched_accounts").GetInt32(),
                allowed.GetProperty("unmatched_by_region").GetProperty("us-east-1").GetInt32()
            )
        );
        Assert.Contains(
            $"{WorldGenerator.PaymentsLegacy},us-east-1,allowed_images_settings,enabled,account\n",
            amigov.Text("status.csv"),
            StringComparison.Ordinal
        );
        Assert.Contains("allowed_images_settings", amigov.Run("status-report", "show").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_looks_again_until_the_report_is_complete()
    {
        var id = Start("--target", WorldGenerator.PaymentsLegacy);
        var (code, output, error) = amigov.Run("status-report", "wait");
        Assert.True(code == 0, error);
        Assert.Contains(
            $"Account status report {id} of {WorldGenerator.PaymentsLegacy}",
            output,
            StringComparison.Ordinal
        );
        Assert.Equal(2, amigov.Sandbox!.Statistics.Of("ec2", "DescribeDeclarativePoliciesReports"));
    }

    [Fact]
    public void What_AWS_refuses_and_what_is_not_there_is_said()
    {
        Start();
        var second = amigov.Run("status-report", "start", "s3://reports");
        Assert.Equal(
            (1, true),
            (second.ExitCode, second.Error.Contains("ec2:StartDeclarativePoliciesReport", StringComparison.Ordinal))
        );
        Assert.Equal(2, amigov.Run("status-report", "start", "reports").ExitCode);
        Assert.Contains(
            "there is no account status report `p-none`",
            amigov.Run("status-report", "show", "p-none").Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, amigov.Run("status-report", "wait").ExitCode);
        foreach (var key in world.Buckets.Find("reports")!.Objects.Keys("").ToList())
            world.Buckets.Find("reports")!.Objects.Remove(key);
        var gone = amigov.Run("status-report", "show", "--csv", "status.csv");
        Assert.Equal(
            (1, true),
            (gone.ExitCode, gone.Error.Contains("is not in the bucket reports", StringComparison.Ordinal))
        );
    }
}
