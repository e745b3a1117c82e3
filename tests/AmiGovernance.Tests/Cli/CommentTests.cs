using AmiGovernance.Core.Features.CodeHosts;

namespace AmiGovernance.Tests.Cli;

public sealed class CommentTests
{
    private static Amigov New() => new Amigov().With("plan.md", "text\n");

    [Fact]
    public void Outside_a_pipeline_the_merge_request_is_asked_for()
    {
        var (exitCode, _, error) = New().Run("comment", "plan.md");
        Assert.Equal(2, exitCode);
        Assert.Contains("`--merge-request` is needed", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--name", "Plan")]
    [InlineData("--name", "x --> y")]
    [InlineData("--merge-request", "12/notes")]
    public void What_would_change_the_mark_or_the_address_is_refused(string option, string value) =>
        Assert.Equal(2, New().Run("comment", "plan.md", "--merge-request", "12", option, value).ExitCode);

    [Fact]
    public void A_file_that_is_not_there_is_a_finding()
    {
        var (exitCode, _, error) = new Amigov().Run("comment", "plan.md", "--merge-request", "12");
        Assert.Equal(1, exitCode);
        Assert.Contains("AMI0001", error, StringComparison.Ordinal);
        Assert.DoesNotContain("AMI0648", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GITHUB_REF", "refs/pull/12/merge", "12")]
    [InlineData("GITHUB_REF", "refs/heads/main", null)]
    [InlineData("GITHUB_REF", "refs/pull/12/merge\n", null)]
    [InlineData("CI_MERGE_REQUEST_IID", "7", "7")]
    [InlineData("CI_MERGE_REQUEST_IID", "", null)]
    public void The_running_pipeline_says_which_merge_request_it_is_of(string name, string value, string? number) =>
        Assert.Equal(number, new RunningPipeline(n => n == name ? value : null).MergeRequest);

    [Fact]
    public void A_token_is_not_sent_in_the_clear()
    {
        var amigov = New();
        amigov.Environment["GITLAB_TOKEN"] = "secret";
        amigov.Environment["CI_PROJECT_URL"] = "http://gitlab.company.com/cloud/ami";
        amigov.Environment["CI_MERGE_REQUEST_IID"] = "7";
        var (exitCode, _, error) = amigov.Run("comment", "plan.md");
        Assert.Equal(1, exitCode);
        Assert.Contains("no code host can be written to", error, StringComparison.Ordinal);
    }
}
