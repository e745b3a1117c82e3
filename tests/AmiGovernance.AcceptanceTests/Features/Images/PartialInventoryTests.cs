using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>Where nobody looked an empty answer is no answer: exit code 4.</summary>
public sealed class PartialInventoryTests : IDisposable
{
    private const string Scanned = "222233334444";

    private readonly Amigov amigov = new();

    public void Dispose() => amigov.Dispose();

    private async Task Start() =>
        amigov.Sandbox = await SandboxServer.Start(
            WorldGenerator.Create(new WorldSize(8, 2, 4), new Amigov.FixedTime(amigov.Now)),
            cancel: TestContext.Current.CancellationToken
        );

    private string Error(int exitCode, params string[] command)
    {
        var (code, output, error) = amigov.Run(command);
        Assert.True(exitCode == code, $"{string.Join(' ', command)}: {code}\n{output}{error}");
        return error;
    }

    [Fact]
    public async Task Accounts_that_a_scan_was_to_leave_out_are_not_known()
    {
        await Start();
        Error(0, "images", "scan", "--account", Scanned);
        var gap = Error(4, "images", "list", "--account", WorldGenerator.Observability);
        Assert.Contains("was to leave out 1 account or Region", gap, StringComparison.Ordinal);
        Error(0, "images", "list", "--account", Scanned);
        Error(4, "images", "list");
        amigov.With(Samples.ConfigPath, Samples.Governance);
        var (code, found, _) = amigov.Run("images", "find", "ubuntu", "24.04", "--region", "us-east-1");
        Assert.Equal(4, code);
        Assert.Contains("accounts in us-east-1 that the last scan did not read", found, StringComparison.Ordinal);

        Error(0, "images", "scan", "--resume");
        Error(0, "images", "list");
    }

    [Fact]
    public async Task A_scan_that_goes_on_with_less_forgets_nothing_of_what_it_has_read()
    {
        await Start();
        Error(0, "images", "scan");
        var complete = Error(1, "images", "scan", "--resume", "--account", Scanned, "--only-region", "us-east-1");
        Assert.Contains("AMI1005: scan 1 of ", complete, StringComparison.Ordinal);
        Error(0, "images", "list");

        Error(0, "images", "scan", "--account", WorldGenerator.Observability, "--account", Scanned);
        Error(1, "images", "scan", "--resume", "--account", Scanned);
        Error(0, "images", "scan", "--resume", "--only-region", "us-east-1");
        Error(0, "images", "list", "--account", Scanned);
    }

    [Fact]
    public async Task Regions_that_a_scan_was_to_leave_out_are_not_known()
    {
        await Start();
        var region = amigov.Sandbox!.World.Ec2.Regions.Select(r => r.Value).First(r => r != "us-east-1");
        Error(0, "images", "scan", "--only-region", "us-east-1");
        Error(4, "images", "list");
        Error(4, "images", "list", "--region", region);
        Error(0, "images", "list", "--region", "us-east-1");
    }

    [Fact]
    public async Task One_close_look_does_not_speak_for_all_others()
    {
        await Start();
        Error(0, "images", "scan", "--account", Scanned, "--only-region", "us-east-1");
        Error(0, "images", "scan", "--depth", "public");
        Error(0, "images", "list", "--finding", "public");
        var gap = Error(4, "images", "list", "--finding", "shared_outside");
        Assert.Contains("no scan has looked so closely at ", gap, StringComparison.Ordinal);
        Error(0, "images", "list", "--finding", "shared_outside", "--account", Scanned, "--region", "us-east-1");
    }
}
