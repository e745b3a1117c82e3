using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>
/// GitHub's REST API, version 2022-11-28 (docs.github.com, "REST API endpoints for pull requests", "… for issue comments").
/// </summary>
internal sealed class GitHub(IHttp http, string api, string web, string project, string token)
    : CodeHost(http, api, web, project, token)
{
    public const string Variable = "GITHUB_TOKEN";

    /// <summary>As whom the token of a workflow comments; it may not ask who it is (docs.github.com, "GITHUB_TOKEN").</summary>
    private const string Workflow = "github-actions[bot]";

    public override string Name => "GitHub";

    public override string TokenVariable => Variable;

    protected override ImmutableArray<(string Name, string Value)> Headers =>
        [
            ("Authorization", $"Bearer {Token}"),
            ("Accept", "application/vnd.github+json"),
            ("X-GitHub-Api-Version", "2022-11-28"),
            ("User-Agent", "amigov"),
        ];

    /// <summary>Only github.com has a host of its own for the API.</summary>
    internal static string Api(string host, string web) =>
        host == "github.com" ? "https://api.github.com" : $"{web}/api/v3";

    public override async Task<OpenedMergeRequest> Open(MergeRequestText text, CancellationToken cancel)
    {
        var (status, pull) = await Call(
            "POST",
            $"/repos/{Project}/pulls",
            body =>
            {
                body.WriteString("title", text.Title);
                body.WriteString("head", text.Branch);
                body.WriteString("base", text.Target);
                body.WriteString("body", text.Body);
            },
            cancel
        );
        var wasOpen = status == 422 && HostAnswer.Reason(pull).Contains("already exists", StringComparison.Ordinal);
        if (wasOpen)
        {
            pull = await Find(text, cancel) ?? throw Refused(status, pull);
            await Rewrite(pull, text, cancel);
        }
        else if (status != 201)
            throw Refused(status, pull);

        var notAsked = await AskReviewers(HostAnswer.Number(pull, "number"), text.Reviewers, cancel);
        return new OpenedMergeRequest(HostAnswer.Text(pull, "html_url"), wasOpen, notAsked);
    }

    /// <summary>docs.github.com, "Update a pull request".</summary>
    private Task Rewrite(JsonNode pull, MergeRequestText text, CancellationToken cancel) =>
        Rewrite(
            HostAnswer.Text(pull, "html_url"),
            "PATCH",
            $"/repos/{Project}/pulls/{HostAnswer.Number(pull, "number")}",
            body =>
            {
                body.WriteString("title", text.Title);
                body.WriteString("body", text.Body);
            },
            cancel
        );

    public override Task Comment(string issue, string text, CancellationToken cancel) =>
        Demand(
            "POST",
            $"/repos/{Project}/issues/{Uri.EscapeDataString(issue)}/comments",
            body => body.WriteString("body", text),
            cancel
        );

    /// <summary>To GitHub a pull request is an issue (docs.github.com, "REST API endpoints for issue comments").</summary>
    protected override string CommentsOf(string number) => $"/repos/{Project}/issues/{number}/comments";

    protected override Task Change(StandingComment comment, string id, CancellationToken cancel) =>
        Demand(
            "PATCH",
            $"/repos/{Project}/issues/comments/{id}",
            body => body.WriteString("body", comment.Body),
            cancel
        );

    protected override async Task<string> Author(CancellationToken cancel)
    {
        var (status, user) = await Call("GET", "/user", null, cancel);
        if (status == 200)
            return HostAnswer.Text(user, "login");
        if (status != 403 || HostAnswer.IsRateLimit(user))
            throw Refused(status, user);
        return await App(cancel);
    }

    /// <summary>
    /// The token of an app, or of a workflow, asks for its name in GraphQL (docs.github.com, "GraphQL API", "Queries", `viewer`); the REST
    /// API shows it with `[bot]`.
    /// </summary>
    private async Task<string> App(CancellationToken cancel)
    {
        const string Bot = "[bot]";
        // GitHub Enterprise Server has it at `/api/graphql`, beside `/api/v3` (docs.github.com, "Forming calls with GraphQL").
        var path = ApiRoot.EndsWith("/v3", StringComparison.Ordinal) ? "/../graphql" : "/graphql";
        var query = await Call("POST", path, b => b.WriteString("query", "query { viewer { login } }"), cancel);
        var viewer = HostAnswer.Member(HostAnswer.Member(query.Body, "data"), "viewer");
        var login = HostAnswer.Text(viewer, "login");
        if (login.Length == 0)
            return Workflow;
        return login.EndsWith(Bot, StringComparison.Ordinal) ? login : login + Bot;
    }

    protected override string AuthorOf(JsonNode comment) =>
        HostAnswer.Text(HostAnswer.Member(comment, "user"), "login");

    /// <summary>
    /// docs.github.com, "List pull requests associated with a commit" (the merged one that introduced it, before that those that are open),
    /// "List reviews for a pull request" ("in chronological order"; a review that is dismissed keeps its place).
    /// </summary>
    public override async Task<ImmutableArray<ApprovedMerge>> Approvals(
        string commit,
        string target,
        CancellationToken cancel
    )
    {
        // 422 `No commit found for SHA`: a commit that is not pushed.
        static bool IsUnknown(int status, JsonNode? body) =>
            status == 422 && HostAnswer.Reason(body).Contains("No commit found", StringComparison.OrdinalIgnoreCase);

        var merges = ImmutableArray.CreateBuilder<ApprovedMerge>();
        foreach (var pull in await All($"/repos/{Project}/commits/{commit}/pulls", IsUnknown, cancel))
        {
            if (!GoesInto(pull, target))
                continue;
            var number = HostAnswer.Number(pull, "number");
            var reviews = await All($"/repos/{Project}/pulls/{number}/reviews", (_, _) => false, cancel);
            merges.Add(new ApprovedMerge($"#{number}", LastWords(reviews)));
        }
        return merges.ToImmutable();
    }

    public override string Page(MergeRequestText text)
    {
        var (branch, target) = (Uri.EscapeDataString(text.Branch), Uri.EscapeDataString(text.Target));
        return $"{Web}/{Project}/compare/{target}...{branch}?expand=1";
    }

    public override ShellText Command(MergeRequestText text) =>
        ShellText.Of($"gh pr create --head {text.Branch} --base {text.Target} --fill{ReviewerOptions(text)}");

    /// <summary>A pull request that was closed without a merge brought nothing, and one of a fork's own branch nothing here.</summary>
    private bool GoesInto(JsonNode pull, string target)
    {
        var into = HostAnswer.Member(pull, "base");
        var isLive = HostAnswer.Text(pull, "state") == "open" || HostAnswer.Text(pull, "merged_at").Length > 0;
        return isLive
            && HostAnswer.Text(into, "ref") == target
            && HostAnswer
                .Text(HostAnswer.Member(into, "repo"), "full_name")
                .Equals(Project, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A comment takes nothing back.</summary>
    private static ImmutableArray<MergeApproval> LastWords(ImmutableArray<JsonNode> reviews) =>
        [
            .. reviews
                .Select(r =>
                    (Handle: HostAnswer.Text(HostAnswer.Member(r, "user"), "login"), State: StateOf(r), Review: r)
                )
                .Where(r => r.Handle.Length > 0 && r.State is not null)
                .GroupBy(r => r.Handle, StringComparer.OrdinalIgnoreCase)
                .Select(g => g.Last())
                .Select(r => new MergeApproval(
                    r.Handle,
                    r.State ?? ApprovalState.Dismissed,
                    HostAnswer.Text(r.Review, "commit_id") is { Length: > 0 } commit ? commit : null
                )),
        ];

    private static ApprovalState? StateOf(JsonNode review) =>
        HostAnswer.Text(review, "state") switch
        {
            "APPROVED" => ApprovalState.Given,
            "DISMISSED" => ApprovalState.Dismissed,
            "CHANGES_REQUESTED" => ApprovalState.ChangesRequested,
            _ => null,
        };

    private async Task<JsonNode?> Find(MergeRequestText text, CancellationToken cancel)
    {
        var owner = Project.Split('/')[0];
        var (head, target) = (Uri.EscapeDataString($"{owner}:{text.Branch}"), Uri.EscapeDataString(text.Target));
        var path = $"/repos/{Project}/pulls?state=open&head={head}&base={target}";
        return HostAnswer.First(await Demand("GET", path, null, cancel));
    }

    /// <summary>One by one: GitHub refuses a whole list for one name, such as the author's own.</summary>
    private async Task<ImmutableArray<string>> AskReviewers(
        string number,
        ImmutableArray<string> reviewers,
        CancellationToken cancel
    )
    {
        var refused = ImmutableArray.CreateBuilder<string>();
        foreach (var reviewer in reviewers)
        {
            var (list, name) = Reviewer(reviewer);
            var (status, _) = await Call(
                "POST",
                $"/repos/{Project}/pulls/{number}/requested_reviewers",
                body => body.WriteStrings(list, [name]),
                cancel
            );
            if (status != 201)
                refused.Add(reviewer);
        }
        return refused.ToImmutable();
    }

    /// <summary>A team is written as `organization/team`.</summary>
    private static (string List, string Name) Reviewer(string handle)
    {
        var slash = handle.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? ("team_reviewers", handle[(slash + 1)..]) : ("reviewers", handle);
    }
}
