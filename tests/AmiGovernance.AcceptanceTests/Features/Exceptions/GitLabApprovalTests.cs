namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>
/// Approvals over the protocol of GitLab. Requests and answers have the shapes that docs.gitlab.com prints ("Commits API", "Merge request
/// approvals API", "Merge requests API"), cut to what is read.
/// </summary>
public sealed class GitLabApprovalTests : IDisposable
{
    private readonly ReviewedBench bench = new();

    public void Dispose() => bench.Dispose();

    private static string Merge(string target = "main", string state = "opened") =>
        $$"""
            [{"id":45,"iid":14,"project_id":35,"title":"t","state":"{{state}}","created_at":"2026-01-03T11:00:00.000Z","target_branch":"{{target}}","source_branch":"cloud-1234"}]
            """;

    private static string Approved(string user, string? at) =>
        $$"""
            {"user":{"id":1,"name":"n","username":"{{user}}","state":"active"}{{(
                at is null ? "" : $",\"approved_at\":\"{at}\""
            )}}}
            """;

    private static string Version(string commit, string at) =>
        $$"""
            {"id":110,"head_commit_sha":"{{commit}}","base_commit_sha":"eeb57dffe83deb686a60a71c16c32f71046868fd","created_at":"{{at}}","merge_request_id":45,"state":"collected","real_size":"1"}
            """;

    private ReviewedBench Host(string[] approvals, string[] versions, string? merges = null) =>
        bench.OnGitLab(r =>
            r.PathAndQuery.Split('?')[0] switch
            {
                "/api/v4/projects/cloud%2Fami-governance/merge_requests/14/approvals" => (
                    200,
                    $$"""{"id":45,"iid":14,"project_id":35,"approvals_required":2,"approvals_left":0,"approved_by":[{{string.Join(',', approvals)}}]}"""
                ),
                "/api/v4/projects/cloud%2Fami-governance/merge_requests/14/versions" => (
                    200,
                    $"[{string.Join(',', versions)}]"
                ),
                _ => (200, merges ?? Merge()),
            }
        );

    private static string[] Both(string? at) => [Approved("srivera", at), Approved("klee", at)];

    private void IsRefused(string reason)
    {
        var (exitCode, output, error) = bench.Show();
        Assert.StartsWith("CLOUD-1234: in review\n", output, StringComparison.Ordinal);
        Assert.Contains("error AMI0619: ", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public void An_approval_after_the_last_push_covers_the_decision()
    {
        Host(
            Both("2026-01-03T12:05:00.000Z"),
            [Version(bench.Decided, "2026-01-03T12:00:00.000Z"), Version(bench.Requested, "2026-01-03T11:00:00.000Z")]
        );
        var (exitCode, output, error) = bench.Show();
        Assert.Empty(error);
        Assert.Equal(0, exitCode);
        Assert.Equal(2, output.Split("host-approved").Length - 1);
        Assert.Equal(
            $"/api/v4/projects/cloud%2Fami-governance/repository/commits/{bench.Decided}/merge_requests?per_page=100&page=1",
            bench.Seen[0].PathAndQuery
        );
        Assert.All(bench.Seen, r => Assert.Equal(("GET", "token-2"), (r.Method, r.Headers["PRIVATE-TOKEN"])));
    }

    [Fact]
    public void An_approval_before_the_push_of_the_decision_does_not_cover_it()
    {
        Host(
            Both("2026-01-03T11:30:00.000Z"),
            [Version(bench.Decided, "2026-01-03T12:00:00.000Z"), Version(bench.Requested, "2026-01-03T11:00:00.000Z")]
        );
        IsRefused(
            $"@srivera approved !14 on GitLab at commit {bench.Requested[..8]}, which does not hold it as it is now"
        );
    }

    [Fact]
    public void Without_a_time_the_approval_counts_only_where_nothing_was_pushed_again()
    {
        string[] versions = [Version(bench.Decided, "2026-01-03T12:00:00.000Z")];
        Host(Both(null), versions);
        Assert.Equal(0, bench.Show().ExitCode);
    }

    [Fact]
    public void Without_a_time_and_with_two_pushes_it_cannot_be_told_what_was_approved()
    {
        Host(
            Both(null),
            [Version(bench.Decided, "2026-01-03T12:00:00.000Z"), Version(bench.Requested, "2026-01-03T11:00:00.000Z")]
        );
        IsRefused("@srivera approved !14 on GitLab, but for which commit cannot be told");
    }

    [Fact]
    public void An_approval_that_was_taken_back_is_not_there_any_more()
    {
        Host([Approved("pmoreno", "2026-01-03T12:05:00.000Z")], [Version(bench.Decided, "2026-01-03T12:00:00.000Z")]);
        IsRefused("@srivera does not approve !14 on GitLab");
    }

    [Theory]
    [InlineData("develop", "opened")]
    [InlineData("main", "closed")]
    public void One_into_another_branch_or_closed_brings_nothing(string target, string state)
    {
        Host(
            Both("2026-01-03T12:05:00.000Z"),
            [Version(bench.Decided, "2026-01-03T12:00:00.000Z")],
            Merge(target, state)
        );
        IsRefused("GitLab knows no merge request into main that brought it");
    }

    [Fact]
    public void A_commit_that_is_not_pushed_is_not_approved()
    {
        bench.OnGitLab(_ => (404, """{"message":"404 Commit Not Found"}"""));
        IsRefused("GitLab knows no merge request into main that brought it");
    }

    [Theory]
    [InlineData(404, """{"message":"404 Project Not Found"}""", "GitLab answers 404: 404 Project Not Found")]
    [InlineData(
        403,
        """{"error":"insufficient_scope"}""",
        "GitLab answers 403: insufficient_scope (is the token in GITLAB_TOKEN valid, and may it read?)"
    )]
    public void A_host_that_refuses_leaves_it_unknown(int status, string body, string reason)
    {
        bench.OnGitLab(_ => (status, body));
        var (exitCode, _, error) = bench.Show();
        Assert.Equal(4, exitCode);
        Assert.Contains("error AMI0637: ", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
