using System.Text.Json;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>
/// Merge requests over the protocols of GitHub and GitLab. Requests and answers have the shapes that docs.github.com (REST API
/// 2022-11-28, "Pull requests", "Review requests") and docs.gitlab.com ("Merge requests API", "Users API") print, cut to what is read.
/// </summary>
public sealed class CodeHostTests
{
    private static readonly MergeRequestText Text = new(
        "exception/CLOUD-1234-account-123456789012",
        "main",
        "feat: Add AMI exception for account 123456789012 (CLOUD-1234)",
        "- Account: 123456789012\n",
        ["srivera", "pmoreno"]
    );

    private const string Pull = """
        {"url":"https://api.github.com/repos/cloud/ami-governance/pulls/1347","id":1,"node_id":"MDExOlB1bGxSZXF1ZXN0MQ==","html_url":"https://github.com/cloud/ami-governance/pull/1347","number":1347,"state":"open",
         "title":"t","user":{"login":"octocat","id":1},"body":"b","draft":false,"requested_reviewers":[]}
        """;

    private const string PullExists = """
        {"message":"Validation Failed","errors":[{"resource":"PullRequest","code":"custom","message":"A pull request already exists for cloud:exception/CLOUD-1234-account-123456789012."}],"documentation_url":"https://docs.github.com/rest/pulls/pulls#create-a-pull-request","status":"422"}
        """;

    private const string MergeRequest = """
        {"id":84,"iid":14,"project_id":4,"title":"t","description":"d","state":"opened","source_project_id":4,"target_project_id":4,"created_at":"2026-01-03T12:00:00.000Z","target_branch":"main","source_branch":"exception/CLOUD-1234-account-123456789012",
         "author":{"id":7,"username":"pat","name":"Pat"},"reviewers":[{"id":22,"name":"Sam Rivera","username":"srivera","state":"active"}],"web_url":"https://gitlab.company.com/cloud/ami-governance/-/merge_requests/14"}
        """;

    /// <summary>docs.gitlab.com, "List project merge requests": `source_project_id` is that of the fork.</summary>
    private static readonly string OfFork = MergeRequest
        .Replace("\"source_project_id\":4", "\"source_project_id\":9", StringComparison.Ordinal)
        .Replace("\"iid\":14", "\"iid\":13", StringComparison.Ordinal)
        .Replace("merge_requests/14", "merge_requests/13", StringComparison.Ordinal);

    private static async Task<(OpenedMergeRequest Opened, IReadOnlyList<SeenRequest> Seen)> Open(
        Func<SeenRequest, (int, string)> answer,
        Func<string, CodeHost> create
    )
    {
        using var server = new LoopbackServer(answer);
        var opened = await create(server.Address).Open(Text, TestContext.Current.CancellationToken);
        return (opened, server.Seen);
    }

    private static CodeHost OnGitHub(string address) =>
        new GitHub(new NetworkHttp(), address, "https://github.com", "cloud/ami-governance", "token-1");

    private static CodeHost OnGitLab(string address) =>
        new GitLab(
            new NetworkHttp(),
            $"{address}/api/v4",
            "https://gitlab.company.com",
            "cloud/ami-governance",
            "token-2"
        );

    [Fact]
    public async Task GitHub_opens_a_pull_request_and_asks_reviewers_one_by_one()
    {
        var (opened, seen) = await Open(
            r =>
                r.PathAndQuery.EndsWith("/pulls", StringComparison.Ordinal) ? (201, Pull)
                : r.Body.Contains("pmoreno", StringComparison.Ordinal)
                    ? (
                        422,
                        """{"message":"Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the cloud/ami-governance repository.","documentation_url":"https://docs.github.com/rest/pulls/review-requests#request-reviewers-for-a-pull-request","status":"422"}"""
                    )
                : (201, Pull),
            OnGitHub
        );
        Assert.Equal("https://github.com/cloud/ami-governance/pull/1347", opened.Url);
        Assert.False(opened.WasOpen);
        Assert.Equal(["pmoreno"], opened.NotAsked);
        Assert.Equal(
            [
                ("POST", "/repos/cloud/ami-governance/pulls"),
                ("POST", "/repos/cloud/ami-governance/pulls/1347/requested_reviewers"),
                ("POST", "/repos/cloud/ami-governance/pulls/1347/requested_reviewers"),
            ],
            seen.Select(r => (r.Method, r.PathAndQuery))
        );
        Assert.Equal("Bearer token-1", seen[0].Headers["Authorization"]);
        Assert.Equal("application/vnd.github+json", seen[0].Headers["Accept"]);
        Assert.Equal("2022-11-28", seen[0].Headers["X-GitHub-Api-Version"]);
        Assert.Equal("amigov", seen[0].Headers["User-Agent"]);
        var body = JsonDocument.Parse(seen[0].Body).RootElement;
        Assert.Equal(
            (Text.Title, Text.Branch, "main", Text.Body),
            (
                body.GetProperty("title").GetString(),
                body.GetProperty("head").GetString(),
                body.GetProperty("base").GetString(),
                body.GetProperty("body").GetString()
            )
        );
        Assert.Equal("""{"reviewers":["srivera"]}""", seen[1].Body);
    }

    [Fact]
    public async Task GitHub_finds_the_pull_request_that_is_open_already()
    {
        var (opened, seen) = await Open(
            r =>
                r.Method == "GET" ? (200, $"[{Pull}]")
                : r.PathAndQuery.EndsWith("/pulls", StringComparison.Ordinal) ? (422, PullExists)
                : (201, Pull),
            OnGitHub
        );
        Assert.True(opened.WasOpen);
        Assert.Equal("https://github.com/cloud/ami-governance/pull/1347", opened.Url);
        Assert.Equal(
            "/repos/cloud/ami-governance/pulls?state=open&head=cloud%3Aexception%2FCLOUD-1234-account-123456789012&base=main",
            seen[1].PathAndQuery
        );
        Assert.Equal(("PATCH", "/repos/cloud/ami-governance/pulls/1347"), (seen[2].Method, seen[2].PathAndQuery));
        AssertText(seen[2].Body, "body");
    }

    /// <summary>Reviewers would read the terms of before.</summary>
    private static void AssertText(string json, string body)
    {
        var sent = JsonDocument.Parse(json).RootElement;
        Assert.Equal(
            (Text.Title, Text.Body),
            (sent.GetProperty("title").GetString(), sent.GetProperty(body).GetString())
        );
    }

    [Theory]
    [InlineData("GitHub", "https://github.com/cloud/ami-governance/pull/1347")]
    [InlineData("GitLab", "https://gitlab.company.com/cloud/ami-governance/-/merge_requests/14")]
    public async Task An_open_one_that_keeps_its_old_text_is_an_error(string name, string page)
    {
        var found = name == "GitHub" ? Pull : MergeRequest;
        using var server = new LoopbackServer(r =>
            r.Method switch
            {
                "GET" when r.PathAndQuery.Contains("/users", StringComparison.Ordinal) => (200, "[]"),
                "GET" => (200, $"[{found}]"),
                "POST" => name == "GitHub" ? (422, PullExists) : (409, """{"message":["it is open already"]}"""),
                _ => (403, """{"message":"Forbidden"}"""),
            }
        );
        var host = name == "GitHub" ? OnGitHub(server.Address) : OnGitLab(server.Address);
        var refused = await Assert.ThrowsAsync<CodeHostException>(() =>
            host.Open(Text, TestContext.Current.CancellationToken)
        );
        Assert.StartsWith(
            $"{page} is open, and keeps its old title and text: {name} answers 403: Forbidden",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        401,
        """{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}""",
        "GitHub answers 401: Bad credentials (is the token in GITHUB_TOKEN valid, and may it write?)"
    )]
    [InlineData(
        422,
        """{"message":"Validation Failed","errors":[{"resource":"PullRequest","field":"head","code":"invalid"}],"documentation_url":"https://docs.github.com/rest/pulls/pulls#create-a-pull-request"}""",
        "GitHub answers 422: Validation Failed; PullRequest; head; invalid"
    )]
    [InlineData(502, "<html>Bad Gateway</html>", "GitHub answers 502: without a reason")]
    [InlineData(301, "", "GitHub answers 301: without a reason")]
    public async Task A_refusal_tells_the_host_s_reason(int status, string body, string expected)
    {
        var failure = await Assert.ThrowsAsync<CodeHostException>(() => Open(_ => (status, body), OnGitHub));
        Assert.Equal(expected, failure.Message);
    }

    [Fact]
    public async Task GitLab_opens_a_merge_request_with_the_reviewers_that_it_knows()
    {
        var (opened, seen) = await Open(
            r =>
                r.PathAndQuery switch
                {
                    "/api/v4/users?username=srivera" => (
                        200,
                        """[{"id":22,"username":"srivera","name":"Sam Rivera","state":"active","locked":false,"web_url":"https://gitlab.company.com/srivera"}]"""
                    ),
                    "/api/v4/users?username=pmoreno" => (200, "[]"),
                    _ => (201, MergeRequest),
                },
            OnGitLab
        );
        Assert.Equal("https://gitlab.company.com/cloud/ami-governance/-/merge_requests/14", opened.Url);
        Assert.Equal(["pmoreno"], opened.NotAsked);
        var create = seen[^1];
        Assert.Equal(
            ("POST", "/api/v4/projects/cloud%2Fami-governance/merge_requests"),
            (create.Method, create.PathAndQuery)
        );
        Assert.Equal("token-2", create.Headers["PRIVATE-TOKEN"]);
        Assert.Equal("application/json", create.Headers["Content-Type"]);
        var body = JsonDocument.Parse(create.Body).RootElement;
        Assert.Equal(
            (Text.Branch, "main", Text.Title),
            (
                body.GetProperty("source_branch").GetString(),
                body.GetProperty("target_branch").GetString(),
                body.GetProperty("title").GetString()
            )
        );
        Assert.Equal([22], body.GetProperty("reviewer_ids").EnumerateArray().Select(i => i.GetInt32()));
    }

    [Fact]
    public async Task GitLab_finds_the_merge_request_that_is_open_already()
    {
        var (opened, seen) = await Open(
            r =>
                r.PathAndQuery.Contains("/users", StringComparison.Ordinal) ? (200, "[]")
                : r.Method == "GET" ? (200, $"[{OfFork},{MergeRequest}]")
                : r.Method == "PUT" ? (200, MergeRequest)
                : (409, """{"message":["Another open merge request already exists for this source branch: !14"]}"""),
            OnGitLab
        );
        Assert.True(opened.WasOpen);
        Assert.Equal("https://gitlab.company.com/cloud/ami-governance/-/merge_requests/14", opened.Url);
        Assert.EndsWith(
            "/merge_requests?state=opened&source_branch=exception%2FCLOUD-1234-account-123456789012&target_branch=main",
            seen[^2].PathAndQuery,
            StringComparison.Ordinal
        );
        Assert.Equal(
            ("PUT", "/api/v4/projects/cloud%2Fami-governance/merge_requests/14"),
            (seen[^1].Method, seen[^1].PathAndQuery)
        );
        AssertText(seen[^1].Body, "description");
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_a_failure_with_the_call_and_without_the_token()
    {
        var failure = await Assert.ThrowsAsync<HttpFailureException>(() =>
            OnGitHub("http://127.0.0.1:9").Open(Text, TestContext.Current.CancellationToken)
        );
        Assert.StartsWith(
            "POST http://127.0.0.1:9/repos/cloud/ami-governance/pulls: ",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("token-1", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "git@github.com:cloud/ami-governance.git",
        "GitHub",
        "https://github.com/cloud/ami-governance/compare/main..."
    )]
    [InlineData(
        "https://github.com/cloud/ami-governance",
        "GitHub",
        "https://github.com/cloud/ami-governance/compare/main..."
    )]
    [InlineData(
        "https://oauth2:secret@github.example.com/cloud/ami-governance.git",
        "GitHub",
        "https://github.example.com/cloud/ami-governance/compare/main..."
    )]
    [InlineData(
        "ssh://git@gitlab.company.com:2222/cloud/sub/ami-governance.git",
        "GitLab",
        "https://gitlab.company.com/cloud/sub/ami-governance/-/merge_requests/new?"
    )]
    [InlineData(
        "https://gitlab.company.com:8443/cloud/ami-governance.git",
        "GitLab",
        "https://gitlab.company.com:8443/cloud/ami-governance/-/merge_requests/new?"
    )]
    public void The_address_of_the_remote_tells_the_host(string remote, string name, string page)
    {
        var host = CodeHosts.Of(remote, new NetworkHttp(), _ => null);
        Assert.Equal(name, host?.Name);
        Assert.StartsWith(page, host?.Page(Text), StringComparison.Ordinal);
        Assert.False(host?.HasToken);
        Assert.DoesNotContain("secret", host?.Page(Text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_with_another_name_is_told_by_the_token_and_a_path_is_none()
    {
        Assert.Equal(
            "GitLab",
            CodeHosts
                .Of("git@code.company.com:cloud/x.git", new NetworkHttp(), v => v == "GITLAB_TOKEN" ? "t" : null)
                ?.Name
        );
        Assert.Equal(
            "GitHub",
            CodeHosts
                .Of("git@code.company.com:cloud/x.git", new NetworkHttp(), v => v == "GITHUB_TOKEN" ? "t" : null)
                ?.Name
        );
        Assert.Null(CodeHosts.Of("git@code.company.com:cloud/x.git", new NetworkHttp(), _ => null));
        Assert.Null(CodeHosts.Of("../remote.git", new NetworkHttp(), v => "t"));
    }

    [Theory]
    [InlineData("https://github.example.com:99999/a/b.git")]
    [InlineData("https://github..com/a/b")]
    [InlineData("ssh://git@gitlab..x:22/a/b")]
    [InlineData("git@gitlab..x:a/b")]
    public void An_address_that_no_page_has_is_no_host(string remote) =>
        Assert.Null(CodeHosts.Of(remote, new NetworkHttp(), v => "t"));

    [Fact]
    public void A_token_is_not_sent_in_the_clear() =>
        Assert.False(
            CodeHosts
                .Of("http://gitlab.company.com/cloud/x.git", new NetworkHttp(), v => v == "GITLAB_TOKEN" ? "t" : null)
                ?.HasToken
        );

    [Fact]
    public void Implement_opens_the_merge_request_and_again_finds_it()
    {
        using var server = new LoopbackServer(r =>
            r.PathAndQuery.Contains("/users", StringComparison.Ordinal)
                ? (200, """[{"id":22,"username":"srivera"}]""")
                : (201, MergeRequest)
        );
        using var bench = ExceptionBench.FromApproval();
        bench.Git.ReachRemoteAs("git@gitlab.company.com:cloud/ami-governance.git");
        bench.Git.Environment["GITLAB_TOKEN"] = "token-2";
        bench.Git.Environment["CI_API_V4_URL"] = $"{server.Address}/api/v4";
        Assert.Contains(
            "✓ pushed\n",
            bench.Git.Demand("exception", "implement", "CLOUD-1234"),
            StringComparison.Ordinal
        );
        var again = bench.Git.Demand("exception", "implement", "CLOUD-1234");
        Assert.Contains("holds this change already", again, StringComparison.Ordinal);
        Assert.Contains(
            "✓ merge request: https://gitlab.company.com/cloud/ami-governance/-/merge_requests/14\n✓ reviewers: srivera\n",
            again,
            StringComparison.Ordinal
        );
        var description = JsonDocument
            .Parse(server.Seen.First(r => r.Method == "POST").Body)
            .RootElement.GetProperty("description")
            .GetString()!;
        Assert.Contains("| security-lead | Sam Rivera |", description, StringComparison.Ordinal);
        Assert.Contains("new on the list: images of 123456789012", description, StringComparison.Ordinal);
    }
}
