using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Features.Rollout;

/// <summary>What counts as reviewed, by git itself.</summary>
public sealed class ReviewedEntryTests
{
    private static string Config(params string[] vendors)
    {
        // The clock is this machine's: a configuration without dates is right on every day.
        var lasting = JsonNode.Parse(Samples.Clean)!;
        lasting["exception_accounts"] = new JsonArray();
        foreach (var vendor in vendors)
            lasting["vendor_publisher_accounts"]!
                .AsArray()
                .Add(new JsonObject { ["account_id"] = vendor, ["vendor_name"] = "Acme" });
        return lasting.ToJsonString();
    }

    [Fact]
    public async Task A_new_publisher_is_deployed_by_scripts_once_it_is_committed()
    {
        await using var server = await SandboxServer.Start(
            WorldGenerator.Create(new WorldSize(10, 1, 1), TimeProvider.System),
            cancel: TestContext.Current.CancellationToken
        );
        using var git = new GitSandbox();
        var terminal = new Terminal(git.Path, server);
        git.Write(Samples.ConfigPath, Config());
        Assert.Equal(0, terminal.Answer("✓", "", "generate").Exit);
        Assert.Equal(0, terminal.Answer("✓", "", "apply", "--yes").Exit);
        git.CommitAll("deployed");

        git.Write(Samples.ConfigPath, Config("444455556666"));
        Assert.Equal(0, terminal.Answer("✓", "", "generate").Exit);
        var refused = terminal.Answer("AMI0510", "", "apply", "--yes");
        Assert.True(refused.Exit == 3, refused.After);
        Assert.Contains(
            "weaker: images of owner 444455556666 (vendor Acme)",
            refused.Before!,
            StringComparison.Ordinal
        );

        git.CommitAll("Acme, reviewed");
        var done = terminal.Answer(
            "weaker (reviewed): images of owner 444455556666 (vendor Acme)",
            "",
            "apply",
            "--yes"
        );
        Assert.True(done.Exit == 0 && done.Before is not null, done.After);
    }
}
