using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>GitLab's REST API, version 4 (docs.gitlab.com, "Merge requests API", "Users API", "Notes API").</summary>
public sealed class GitLab(IHttp http, string api, string web, string project, string token)
    : CodeHost(http, api, web, project, token)
{
    public const string Variable = "GITLAB_TOKEN";

    public override string Name => "GitLab";

    public override string TokenVariable => Variable;

    protected override ImmutableArray<(string Name, string Value)> Headers =>
        [("PRIVATE-TOKEN", Token), ("User-Agent", "amigov")];

    private string ProjectPath => $"/projects/{Uri.EscapeDataString(Project)}";

    public override async Task<OpenedMergeRequest> Open(MergeRequestText text, CancellationToken cancel)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reviewer in text.Reviewers)
            if (await UserId(reviewer, cancel) is { } id)
                ids[reviewer] = id;
        var (status, request) = await Call(
            "POST",
            $"{ProjectPath}/merge_requests",
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("source_branch", text.Branch);
                writer.WriteString("target_branch", text.Target);
                writer.WriteString("title", text.Title);
                writer.WriteString("description", text.Body);
                writer.WriteBoolean("remove_source_branch", true);
                writer.WriteStartArray("reviewer_ids");
                foreach (var id in ids.Values)
                    writer.WriteRawValue(id);
                writer.WriteEndArray();
                writer.WriteEndObject();
            },
            cancel
        );
        var wasOpen = status == 409;
        if (wasOpen)
            request = await Find(text, cancel) ?? throw Refused(status, request);
        else if (status != 201)
            throw Refused(status, request);
        // Without a licence for several reviewers GitLab keeps one and says nothing.
        var kept =
            ((request as JsonObject)?["reviewers"] as JsonArray)
                ?.Items.Select(r => Text(r, "username"))
                .ToHashSet(StringComparer.Ordinal)
            ?? [];
        return new OpenedMergeRequest(
            Text(request, "web_url"),
            wasOpen,
            [.. text.Reviewers.Where(r => !kept.Contains(r))]
        );
    }

    /// <summary>Null when there is no such user, or the name is one of a group, which cannot be asked.</summary>
    private async Task<string?> UserId(string name, CancellationToken cancel)
    {
        var found = await Demand("GET", $"/users?username={Uri.EscapeDataString(name)}", null, cancel);
        return found is JsonArray { Items: [var first, ..] } && Number(first, "id") is { Length: > 0 } id ? id : null;
    }

    private async Task<JsonNode?> Find(MergeRequestText text, CancellationToken cancel)
    {
        var found = await Demand(
            "GET",
            $"{ProjectPath}/merge_requests?state=opened&source_branch={Uri.EscapeDataString(text.Branch)}&target_branch={Uri.EscapeDataString(text.Target)}",
            null,
            cancel
        );
        return found is JsonArray { Items: [var first, ..] } ? first : null;
    }

    public override Task Comment(string issue, string text, CancellationToken cancel) =>
        Demand(
            "POST",
            $"{ProjectPath}/issues/{Uri.EscapeDataString(issue)}/notes",
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("body", text);
                writer.WriteEndObject();
            },
            cancel
        );

    public override string Page(MergeRequestText text) =>
        $"{Web}/{Project}/-/merge_requests/new?merge_request%5Bsource_branch%5D={Uri.EscapeDataString(text.Branch)}&merge_request%5Btarget_branch%5D={Uri.EscapeDataString(text.Target)}";

    public override string Command(MergeRequestText text) =>
        $"glab mr create --source-branch {Quoted(text.Branch)} --target-branch {Quoted(text.Target)} --fill{string.Concat(text.Reviewers.Select(r => $" --reviewer {Quoted(r)}"))}";
}
