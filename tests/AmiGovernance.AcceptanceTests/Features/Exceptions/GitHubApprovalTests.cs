using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>
/// Approvals over the protocol of GitHub. Requests and answers have the shapes that docs.github.com prints (REST API 2022-11-28, "List pull
/// requests associated with a commit", "List reviews for a pull request"), cut to what is read.
/// </summary>
public sealed class GitHubApprovalTests : IDisposable
{
    private const string Forbidden = """
        {"message":"Resource not accessible by integration","documentation_url":"https://docs.github.com/rest/pulls/reviews#list-reviews-for-a-pull-request","status":"403"}
        """;

    private readonly ReviewedBench bench = new();

    public void Dispose() => bench.Dispose();

    private static string Pull(
        string target = "main",
        string state = "open",
        string merged = "null",
        string into = "cloud/ami-governance"
    ) =>
        $$"""
            [{"id":1,"number":12,"state":"{{state}}","title":"t","user":{"login":"pmoreno","id":3},"merged_at":{{merged}},
              "head":{"ref":"cloud-1234","sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821"},
              "base":{"ref":"{{target}}","sha":"6dcb09b5b57875f334f61aebed695e2e4193db5e","repo":{"id":7,"full_name":"{{into}}" }
              }
             }]
            """;

    private static string Review(string login, string state, string commit) =>
        $$"""
            {"id":80,"user":{"login":"{{login}}","id":1},"body":"","state":"{{state}}","submitted_at":"2026-01-03T12:00:00Z","commit_id":"{{commit}}"}
            """;

    private static (int, string) Answer(SeenRequest request, string pulls, params string[] reviews) =>
        request.PathAndQuery.Contains("/reviews?", StringComparison.Ordinal)
            ? (200, $"[{string.Join(',', reviews)}]")
            : (200, pulls);

    private string[] Both(string state = "APPROVED") =>
        [Review("srivera", state, bench.Decided), Review("KLee", state, bench.Decided)];

    private void IsRefused(string reason)
    {
        var (exitCode, output, error) = bench.Show();
        Assert.StartsWith("CLOUD-1234: in review\n", output, StringComparison.Ordinal);
        Assert.Contains("error AMI0619: ", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public void Who_approved_the_pull_request_that_brings_the_decision_is_vouched_for_by_the_host()
    {
        bench.OnGitHub(r => Answer(r, Pull(), Both()));
        var (exitCode, output, error) = bench.Show();
        Assert.Empty(error);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("CLOUD-1234: approved\n", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("host-approved").Length - 1);
        var before = bench.Git.Git("rev-parse", "HEAD~1");
        Assert.Equal(
            [
                $"/repos/cloud/ami-governance/commits/{bench.Decided}/pulls?per_page=100&page=1",
                "/repos/cloud/ami-governance/pulls/12/reviews?per_page=100&page=1",
                $"/repos/cloud/ami-governance/commits/{before}/pulls?per_page=100&page=1",
                "/repos/cloud/ami-governance/pulls/12/reviews?per_page=100&page=1",
            ],
            bench.Seen.Select(r => r.PathAndQuery)
        );
        Assert.All(bench.Seen, r => Assert.Equal(("GET", "Bearer token-1"), (r.Method, r.Headers["Authorization"])));
    }

    [Fact]
    public void A_merged_pull_request_vouches_too()
    {
        bench.OnGitHub(r => Answer(r, Pull(state: "closed", merged: "\"2026-01-03T12:00:00Z\""), Both()));
        Assert.Equal(0, bench.Show().ExitCode);
    }

    [Fact]
    public void A_pull_request_that_was_closed_brings_nothing()
    {
        bench.OnGitHub(r => Answer(r, Pull(state: "closed"), Both()));
        IsRefused("GitHub knows no merge request into main that brought it");
    }

    [Fact]
    public void One_into_another_branch_brings_nothing()
    {
        bench.OnGitHub(r => Answer(r, Pull(target: "develop"), Both()));
        IsRefused("GitHub knows no merge request into main that brought it");
    }

    [Fact]
    public void One_of_another_repository_brings_nothing()
    {
        bench.OnGitHub(r => Answer(r, Pull(into: "mallory/ami-governance"), Both()));
        IsRefused("GitHub knows no merge request into main that brought it");
    }

    [Fact]
    public void A_dismissed_approval_is_none()
    {
        bench.OnGitHub(r => Answer(r, Pull(), Both("DISMISSED")));
        IsRefused("and the approval of #12 on GitHub by @srivera was dismissed");
    }

    [Fact]
    public void Of_several_reviews_the_last_word_counts_and_a_comment_is_none()
    {
        bench.OnGitHub(r =>
            Answer(
                r,
                Pull(),
                [
                    .. Both("DISMISSED"),
                    .. Both(),
                    Review("srivera", "COMMENTED", bench.Requested),
                    Review("klee", "CHANGES_REQUESTED", bench.Decided),
                ]
            )
        );
        var (_, output, error) = bench.Show();
        Assert.Contains("@klee asks for changes of #12 on GitHub", error, StringComparison.Ordinal);
        Assert.Single(error.Split("AMI0619")[1..]);
        Assert.Contains("host-approved", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_approval_of_an_older_commit_does_not_cover_the_decision()
    {
        bench.OnGitHub(r =>
            Answer(
                r,
                Pull(),
                Review("srivera", "APPROVED", bench.Requested),
                Review("klee", "APPROVED", bench.Requested)
            )
        );
        IsRefused(
            $"@srivera approved #12 on GitHub at commit {bench.Requested[..8]}, which does not hold it as it is now"
        );
    }

    [Fact]
    public void An_approval_of_a_commit_that_was_pushed_over_proves_nothing()
    {
        var gone = new string('1', 40);
        bench.OnGitHub(r => Answer(r, Pull(), Review("srivera", "APPROVED", gone), Review("klee", "APPROVED", "HEAD")));
        IsRefused("@srivera approved #12 on GitHub at commit 11111111, which is not in this history");
        Assert.Contains(
            "@klee approved #12 on GitHub, but for which commit cannot be told",
            bench.Show().Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_approval_of_somebody_else_is_not_that_of_the_person()
    {
        bench.OnGitHub(r => Answer(r, Pull(), Review("pmoreno", "APPROVED", bench.Decided)));
        IsRefused("@srivera does not approve #12 on GitHub");
    }

    [Fact]
    public void A_request_that_was_changed_after_the_approval_is_not_approved()
    {
        bench.OnGitHub(r => Answer(r, Pull(), Both()));
        var request = bench.Git.Read("requests/CLOUD-1234.json");
        bench.Git.Write("requests/CLOUD-1234.json", request + "\n");
        bench.Git.CommitAll("a line more");
        IsRefused($"at commit {bench.Decided[..8]}, which does not hold it as it is now");
    }

    [Theory]
    [InlineData(
        403,
        Forbidden,
        "GitHub answers 403: Resource not accessible by integration (is the token in GITHUB_TOKEN valid, and may it read?)"
    )]
    [InlineData(404, """{"message":"Not Found","status":"404"}""", "GitHub answers 404: Not Found")]
    [InlineData(200, """{"message":"moved"}""", "with something else than a list")]
    [InlineData(502, "<html>Bad Gateway</html>", "GitHub answers 502: without a reason")]
    public void A_host_that_refuses_leaves_it_unknown_and_is_asked_once(int status, string body, string reason)
    {
        bench.OnGitHub(_ => (status, body));
        var (exitCode, output, error) = bench.Show();
        Assert.StartsWith("CLOUD-1234: in review\n", output, StringComparison.Ordinal);
        Assert.Contains("error AMI0637: ", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal(4, exitCode);
        Assert.Single(bench.Seen);
    }

    [Fact]
    public void Reviews_that_cannot_be_read_leave_it_unknown()
    {
        bench.OnGitHub(r =>
            r.PathAndQuery.Contains("/reviews", StringComparison.Ordinal) ? (403, Forbidden) : (200, Pull())
        );
        Assert.Equal(4, bench.Show().ExitCode);
    }

    [Fact]
    public void Without_a_token_nothing_is_asked_and_nothing_is_known()
    {
        bench.OnGitHub(r => Answer(r, Pull(), Both())).Git.Environment.Remove("GITHUB_TOKEN");
        var (exitCode, _, error) = bench.Show();
        Assert.Equal(4, exitCode);
        Assert.Contains("AMI0637", error, StringComparison.Ordinal);
        Assert.Contains("GitHub is not asked without a token in GITHUB_TOKEN", error, StringComparison.Ordinal);
        Assert.Empty(bench.Seen);
    }

    [Fact]
    public void A_commit_that_is_not_pushed_is_not_approved()
    {
        bench.OnGitHub(_ => (422, """{"message":"No commit found for SHA: 1","status":"422"}"""));
        IsRefused("GitHub knows no merge request into main that brought it");
    }

    [Fact]
    public void An_approval_on_a_later_page_counts()
    {
        bench.OnGitHub(
            r =>
                r.PathAndQuery.EndsWith("/reviews?per_page=100&page=1", StringComparison.Ordinal)
                    ? (200, $"[{Review("srivera", "APPROVED", bench.Decided)}]")
                    : Answer(r, Pull(), Review("klee", "APPROVED", bench.Decided)),
            r =>
                r.PathAndQuery.EndsWith("/reviews?per_page=100&page=1", StringComparison.Ordinal)
                    ? "<https://api.github.com/repositories/1/pulls/12/reviews?per_page=100&page=2>; rel=\"next\""
                    : null
        );
        Assert.Equal(0, bench.Show().ExitCode);
    }

    [Fact]
    public void A_dismissal_after_a_full_page_counts_whatever_became_of_the_header()
    {
        var comments = Enumerable.Repeat(Review("octocat", "COMMENTED", bench.Decided), 98);
        bench.OnGitHub(r =>
            r.PathAndQuery.EndsWith("/reviews?per_page=100&page=1", StringComparison.Ordinal)
                ? Answer(r, Pull(), [.. Both(), .. comments])
                : Answer(r, Pull(), Both("DISMISSED"))
        );
        IsRefused("the approval of #12 on GitHub by @srivera was dismissed");
    }

    [Fact]
    public void Where_no_word_of_the_host_is_needed_it_is_not_asked()
    {
        bench.Git.Git("checkout", "--quiet", "main");
        bench.Git.Write("config/exception_process.json", "{}");
        bench.Git.CommitAll("anything goes");
        bench.Git.Git("push", "--quiet", "origin", "main");
        bench.Git.Git("checkout", "--quiet", "cloud-1234");
        bench.Git.Write("config/exception_process.json", "{}");
        bench.OnGitHub(_ => (500, ""));
        Assert.Contains("unsigned", bench.Show().Out, StringComparison.Ordinal);
        Assert.Empty(bench.Seen);
    }

    [Theory]
    [InlineData("HEAD", 0)]
    [InlineData("main", 1)]
    public void A_change_of_the_list_takes_the_host_s_word_for_just_that_change(string approvedAt, int exitCode)
    {
        bench.Git.As("Mallory", "mallory@company.com").Git("checkout", "--quiet", "-b", "list", "main");
        bench.Git.Write(
            "config/approvers.json",
            ExceptionSamples.Approvers.Replace(
                "\"alex\": {",
                "\"mal\": { \"name\": \"Mal O\", \"emails\": [\"mal@company.com\"] }, \"alex\": {",
                StringComparison.Ordinal
            )
        );
        bench.Git.CommitAll("somebody new");
        foreach (var (name, mail) in new[] { ("Sam Rivera", "sam@company.com"), ("Kim Lee", "kim@company.com") })
        {
            bench.Git.Now = bench.Git.Now.AddMinutes(1);
            bench.Git.As(name, mail).Demand("exception", "approve-approvers", "--reason", "new in the team");
        }
        Assert.Equal(2, Directory.GetFiles(Path.Combine(bench.Git.Path, "config", "approver_changes")).Length);
        var commit = bench.Git.Git("rev-parse", approvedAt);
        bench.OnGitHub(r =>
            Answer(r, Pull(), Review("srivera", "APPROVED", commit), Review("klee", "APPROVED", commit))
        );
        var validated = bench.Git.Amigov("validate");
        Assert.Equal(exitCode, validated.ExitCode);
        Assert.Equal(exitCode == 1, (validated.Out + validated.Error).Contains("AMI0626", StringComparison.Ordinal));
    }

    [Fact]
    public void The_merge_gate_takes_the_host_s_word_and_tells_what_is_wrong_from_what_is_not_known()
    {
        var state = "APPROVED";
        var status = 200;
        bench.OnGitHub(r =>
            r.Method == "POST" ? (201, """{"number":13,"html_url":"https://github.com/cloud/ami-governance/pull/13"}""")
            : status == 200 ? Answer(r, Pull(), Both(state))
            : (status, Forbidden)
        );
        bench.Git.As("Pat", "pat@company.com").Git("push", "--quiet", "origin", "cloud-1234");
        bench.Git.Git("checkout", "--quiet", "main");
        bench.Git.Git("merge", "--quiet", "--no-ff", "-m", "Merge #12", "cloud-1234");
        bench.Git.Git("push", "--quiet", "origin", "main");
        bench.Git.Git("fetch", "--quiet", "origin");
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Git.Git("checkout", "--quiet", "exception/CLOUD-1234-account-123456789012");
        bench.Git.Demand("validate");
        bench.Git.Demand("exception", "check");

        state = "DISMISSED";
        var refused = bench.Git.Amigov("validate");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("AMI0622", refused.Out + refused.Error, StringComparison.Ordinal);

        status = 403;
        var unknown = bench.Git.Amigov("validate");
        Assert.Equal(4, unknown.ExitCode);
        Assert.Contains("AMI0637", unknown.Out + unknown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("AMI0622", unknown.Out + unknown.Error, StringComparison.Ordinal);
        Assert.Equal(4, bench.Git.Amigov("exception", "check").ExitCode);
    }
}
