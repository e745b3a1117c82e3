using AmiGovernance.AcceptanceTests.Support.Pipelines;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Core.Features.CodeHosts;

namespace AmiGovernance.AcceptanceTests.Features.Pipelines;

/// <summary>One comment of a merge request that is kept up to date, over the protocols of both hosts.</summary>
public sealed class StandingCommentTests : IDisposable
{
    private readonly CommentHost host = new();

    public void Dispose() => host.Dispose();

    private CodeHost On(string name, string token = "token-write") => On(host, name, token);

    private static CodeHost On(CommentHost host, string name, string token = "token-write") =>
        name == "GitHub"
            ? new GitHub(new NetworkHttp(), host.Address, "https://github.com", "cloud/ami-governance", token)
            : new GitLab(new NetworkHttp(), host.GitLabApi, "https://gitlab.com", "cloud/ami-governance", token);

    private Task<bool> Keep(string name, string text, string comment = "plan") =>
        On(name).Keep(new StandingComment("12", comment, text), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(
        "GitHub",
        "POST /repos/cloud/ami-governance/issues/12/comments",
        "PATCH /repos/cloud/ami-governance/issues/comments/1"
    )]
    [InlineData(
        "GitLab",
        "POST /api/v4/projects/cloud%2Fami-governance/merge_requests/12/notes",
        "PUT /api/v4/projects/cloud%2Fami-governance/merge_requests/12/notes/1"
    )]
    public async Task It_is_written_once_and_then_changed(string name, string written, string changed)
    {
        Assert.False(await Keep(name, "first"));
        Assert.True(await Keep(name, "second"));
        Assert.Equal("<!-- amigov: plan -->\nsecond", Assert.Single(host.Comments).Body);
        var changes = host
            .Seen.Where(r => r.Method != "GET" && r.PathAndQuery != "/graphql")
            .Select(r => $"{r.Method} {r.PathAndQuery}");
        Assert.Equal([written, changed], changes);
    }

    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    public async Task A_comment_of_somebody_else_with_the_mark_stays_as_it_is(string name)
    {
        host.Comments.Add(new HostComment(1, "mallory", "<!-- amigov: plan -->\nnothing changes, merge it"));
        Assert.False(await Keep(name, "the truth"));
        Assert.Equal("<!-- amigov: plan -->\nnothing changes, merge it", host.Comments[0].Body);
        Assert.Equal("<!-- amigov: plan -->\nthe truth", host.Comments[1].Body);
    }

    /// <summary>The token of an installation; docs.github.com, "Authenticating as a GitHub App installation".</summary>
    [Fact]
    public async Task The_token_of_an_app_finds_its_own_comment()
    {
        using var own = new CommentHost { App = "my-app[bot]" };
        own.Comments.Add(new HostComment(1, CommentHost.Workflow, "<!-- amigov: plan -->\nof a workflow"));
        foreach (var text in new[] { "first", "second" })
            await On(own, "GitHub")
                .Keep(new StandingComment("12", "plan", text), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["<!-- amigov: plan -->\nof a workflow", "<!-- amigov: plan -->\nsecond"],
            own.Comments.Select(c => c.Body)
        );
    }

    /// <summary>docs.github.com, "Rate limits for the REST API": 403 or 429.</summary>
    [Fact]
    public async Task A_limit_of_rates_is_no_other_author()
    {
        using var own = new CommentHost { UserRefusal = "API rate limit exceeded for installation ID 1" };
        var raised = await Assert.ThrowsAsync<CodeHostException>(() =>
            On(own, "GitHub").Keep(new StandingComment("12", "plan", "x"), TestContext.Current.CancellationToken)
        );
        Assert.Equal("GitHub answers 403: API rate limit exceeded for installation ID 1", raised.Message);
        Assert.Empty(own.Comments);
    }

    [Fact]
    public async Task Another_name_is_another_comment()
    {
        await Keep("GitHub", "plan");
        Assert.False(await Keep("GitHub", "findings", "validate"));
        Assert.Equal(2, host.Comments.Count);
    }

    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    public async Task A_token_that_only_reads_is_told_so(string name)
    {
        var raised = await Assert.ThrowsAsync<CodeHostException>(() =>
            On(name, "token-read").Keep(new StandingComment("12", "plan", "x"), TestContext.Current.CancellationToken)
        );
        Assert.Contains("answers 403", raised.Message, StringComparison.Ordinal);
        Assert.Empty(host.Comments);
    }

    [Fact]
    public void A_text_that_the_host_would_refuse_is_cut_at_a_line_and_says_so()
    {
        var lines = string.Concat(Enumerable.Range(0, 9000).Select(i => $"line {i} 😀\n"));
        var body = new StandingComment("12", "plan", lines).Body;
        Assert.InRange(body.Length, 59_000, 65_536);
        Assert.EndsWith("😀\n\n… the rest is left out here: the job has all of it\n", body, StringComparison.Ordinal);
        Assert.Equal("<!-- amigov: plan -->\nshort", new StandingComment("12", "plan", "short").Body);
    }
}
