using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>GitLab's REST API, version 4 (docs.gitlab.com, "Merge requests API", "Users API", "Notes API").</summary>
internal sealed class GitLab(IHttp http, string api, string web, string project, string token)
    : CodeHost(http, api, web, project, token)
{
    public const string Variable = "GITLAB_TOKEN";

    public override string Name => "GitLab";

    public override string TokenVariable => Variable;

    protected override ImmutableArray<(string Name, string Value)> Headers =>
        [("PRIVATE-TOKEN", Token), ("User-Agent", "amigov")];

    private string ProjectPath => $"/projects/{Uri.EscapeDataString(Project)}";

    internal static string Api(string web) => $"{web}/api/v4";

    public override async Task<OpenedMergeRequest> Open(MergeRequestText text, CancellationToken cancel)
    {
        var reviewers = await UserIds(text.Reviewers, cancel);
        var (status, request) = await Call(
            "POST",
            $"{ProjectPath}/merge_requests",
            body =>
            {
                body.WriteString("source_branch", text.Branch);
                body.WriteString("target_branch", text.Target);
                body.WriteString("title", text.Title);
                body.WriteString("description", text.Body);
                body.WriteBoolean("remove_source_branch", true);
                body.WriteStartArray("reviewer_ids");
                foreach (var id in reviewers)
                    body.WriteRawValue(id);
                body.WriteEndArray();
            },
            cancel
        );
        var wasOpen = status == 409;
        if (wasOpen)
        {
            request = await Find(text, cancel) ?? throw Refused(status, request);
            await Rewrite(request, text, cancel);
        }
        else if (status != 201)
            throw Refused(status, request);

        var notAsked = text.Reviewers.Except(Reviewers(request), StringComparer.Ordinal);
        return new OpenedMergeRequest(HostAnswer.Text(request, "web_url"), wasOpen, [.. notAsked]);
    }

    /// <summary>docs.gitlab.com, "Merge requests API", "Update a merge request".</summary>
    private Task Rewrite(JsonNode request, MergeRequestText text, CancellationToken cancel) =>
        Rewrite(
            HostAnswer.Text(request, "web_url"),
            "PUT",
            $"{ProjectPath}/merge_requests/{HostAnswer.Number(request, "iid")}",
            body =>
            {
                body.WriteString("title", text.Title);
                body.WriteString("description", text.Body);
            },
            cancel
        );

    public override Task Comment(string issue, string text, CancellationToken cancel) =>
        Demand(
            "POST",
            $"{ProjectPath}/issues/{Uri.EscapeDataString(issue)}/notes",
            body => body.WriteString("body", text),
            cancel
        );

    /// <summary>docs.gitlab.com, "Notes API", "Merge requests".</summary>
    protected override string CommentsOf(string number) => $"{ProjectPath}/merge_requests/{number}/notes";

    protected override Task Change(StandingComment comment, string id, CancellationToken cancel) =>
        Demand("PUT", $"{CommentsOf(comment.Number)}/{id}", body => body.WriteString("body", comment.Body), cancel);

    protected override async Task<string> Author(CancellationToken cancel) =>
        HostAnswer.Text(await Demand("GET", "/user", null, cancel), "username");

    protected override string AuthorOf(JsonNode comment) =>
        HostAnswer.Text(HostAnswer.Member(comment, "author"), "username");

    /// <summary>
    /// docs.gitlab.com, "Commits API" ("List merge requests associated with a commit"), "Merge request approvals API" (who approves now:
    /// what is taken back is not there any more), "Merge requests API" ("Get merge request diff versions": one for each push).
    /// </summary>
    public override async Task<ImmutableArray<ApprovedMerge>> Approvals(
        string commit,
        string target,
        CancellationToken cancel
    )
    {
        // `404 Commit Not Found`: a commit that is not pushed; `404 Project Not Found` is something else.
        static bool IsUnknown(int status, JsonNode? body) =>
            status == 404 && HostAnswer.Reason(body).Contains("Commit", StringComparison.OrdinalIgnoreCase);

        var merges = ImmutableArray.CreateBuilder<ApprovedMerge>();
        foreach (var merge in await All($"{ProjectPath}/repository/commits/{commit}/merge_requests", IsUnknown, cancel))
        {
            var isLive = HostAnswer.Text(merge, "state") is "opened" or "merged" or "locked";
            if (!isLive || HostAnswer.Text(merge, "target_branch") != target)
                continue;
            var number = HostAnswer.Number(merge, "iid");
            var path = $"{ProjectPath}/merge_requests/{number}";
            var versions = await All($"{path}/versions", (_, _) => false, cancel);
            merges.Add(
                new ApprovedMerge($"!{number}", GitLabApprovals.Of(await Read($"{path}/approvals", cancel), versions))
            );
        }
        return merges.ToImmutable();
    }

    public override string Page(MergeRequestText text)
    {
        var (branch, target) = (Uri.EscapeDataString(text.Branch), Uri.EscapeDataString(text.Target));
        return $"{Web}/{Project}/-/merge_requests/new"
            + $"?merge_request%5Bsource_branch%5D={branch}&merge_request%5Btarget_branch%5D={target}";
    }

    public override ShellText Command(MergeRequestText text) =>
        ShellText.Of(
            $"glab mr create --source-branch {text.Branch} --target-branch {text.Target} --fill{ReviewerOptions(text)}"
        );

    /// <summary>Those whom GitLab took: without a licence for several reviewers it keeps one and says nothing.</summary>
    private static IEnumerable<string> Reviewers(JsonNode? request) =>
        (request as JsonObject)?["reviewers"] is JsonArray array
            ? array.Items.Select(r => HostAnswer.Text(r, "username"))
            : [];

    private async Task<List<string>> UserIds(ImmutableArray<string> names, CancellationToken cancel)
    {
        var ids = new List<string>();
        foreach (var name in names)
        {
            var users = await Demand("GET", $"/users?username={Uri.EscapeDataString(name)}", null, cancel);
            // No such user, or the name of a group, which cannot be asked.
            if (HostAnswer.Number(HostAnswer.First(users), "id") is { Length: > 0 } id)
                ids.Add(id);
        }
        return ids;
    }

    private async Task<JsonNode?> Find(MergeRequestText text, CancellationToken cancel)
    {
        var (branch, target) = (Uri.EscapeDataString(text.Branch), Uri.EscapeDataString(text.Target));
        var path = $"{ProjectPath}/merge_requests?state=opened&source_branch={branch}&target_branch={target}";
        var found = await Demand("GET", path, null, cancel) as JsonArray;
        return found?.Items.FirstOrDefault(IsOfThisProject);
    }

    /// <summary>A fork may have a branch of the same name.</summary>
    private static bool IsOfThisProject(JsonNode request) =>
        HostAnswer.Number(request, "source_project_id") == HostAnswer.Number(request, "target_project_id");
}
