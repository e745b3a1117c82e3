using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.AcceptanceTests.Support.Pipelines;

namespace AmiGovernance.AcceptanceTests.Features.Pipelines;

/// <summary>The weekly report on images, on both hosts: the inventory is kept in a bucket from one run to the next.</summary>
public sealed class ImagePipelineTests : IDisposable
{
    private const string Bucket = "security-reports";

    private readonly LoopbackServer chat = new(_ => (200, "ok"));

    public void Dispose() => chat.Dispose();

    private Dictionary<string, string> Settings(string prefix) =>
        new()
        {
            [$"{prefix}AMI_SCAN_ROLE"] = PipelineBench.RoleArn("images"),
            [$"{prefix}AMI_INVENTORY"] = $"s3://{Bucket}/ami/image-inventory.db",
            [prefix.Replace("vars", "secrets", StringComparison.Ordinal) + "AMIGOV_CHAT_WEBHOOK"] = chat.Address,
        };

    [Fact]
    public async Task On_GitHub_each_week_tells_what_changed_since_the_last()
    {
        using var bench = new PipelineBench($"github:{GitHubRunner.Repository}");
        await bench.PrepareScans(Bucket);
        var runner = new GitHubRunner(bench);
        Assert.Equal("skipped", Week().Outcome);
        foreach (var (name, value) in Settings("vars."))
            runner.Settings[name] = value;
        var first = Week();
        Assert.True(first.Outcome == "success", first.Log);
        Assert.Contains("scan 1 ", first.Log, StringComparison.Ordinal);
        var second = Week();
        Assert.True(second.Outcome == "success", second.Log);
        Assert.Contains("scan 2 ", second.Log, StringComparison.Ordinal);
        Assert.Single(chat.Seen);

        GitHubJob Week() => runner.Run("ami-images.yml", new GitHubEvent("schedule", "refs/heads/main"))["images"];
    }

    [Fact]
    public async Task On_GitLab_too()
    {
        using var bench = new PipelineBench($"gitlab:{GitLabRunner.Project}");
        using var tokens = new GitLabTokens(bench);
        await bench.PrepareScans(Bucket);
        var runner = new GitLabRunner(bench, tokens);
        var weekly = new Dictionary<string, string>
        {
            ["CI_PIPELINE_SOURCE"] = "schedule",
            ["CI_COMMIT_BRANCH"] = "main",
            ["AMI_IMAGES"] = "weekly",
        };
        Assert.Equal("absent", runner.Run("main", weekly)["images"].Status);
        foreach (var (name, value) in Settings(""))
            runner.Settings[name] = value;
        var images = runner.Run("main", weekly)["images"];
        Assert.True(images.Status == "success", images.Log);
        Assert.Single(chat.Seen);
    }
}
