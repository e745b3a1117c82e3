using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>GitHub's REST API, version 2022-11-28 (docs.github.com, "REST API endpoints for pull requests", "… for issue comments").</summary>
public sealed class GitHub(IHttp http, string api, string web, string project, string token)
    : CodeHost(http, api, web, project, token)
{
    public const string Variable = "GITHUB_TOKEN";

    public override string Name => "GitHub";

    public override string TokenVariable => Variable;

    protected override ImmutableArray<(string Name, string Value)> Headers =>
        [
            ("Authorization", $"Bearer {Token}"),
            ("Accept", "application/vnd.github+json"),
            ("X-GitHub-Api-Version", "2022-11-28"),
            ("User-Agent", "amigov"),
        ];

    public override async Task<OpenedMergeRequest> Open(MergeRequestText text, CancellationToken cancel)
    {
        var (status, pull) = await Call(
            "POST",
            $"/repos/{Project}/pulls",
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("title", text.Title);
                writer.WriteString("head", text.Branch);
                writer.WriteString("base", text.Target);
                writer.WriteString("body", text.Body);
                writer.WriteEndObject();
            },
            cancel
        );
        var wasOpen = status == 422 && Reason(pull).Contains("already exists", StringComparison.Ordinal);
        if (wasOpen)
            pull = await Find(text, cancel) ?? throw Refused(status, pull);
        else if (status != 201)
            throw Refused(status, pull);
        return new OpenedMergeRequest(
            Text(pull, "html_url"),
            wasOpen,
            await AskReviewers(Number(pull, "number"), text.Reviewers, cancel)
        );
    }

    private async Task<JsonNode?> Find(MergeRequestText text, CancellationToken cancel)
    {
        var owner = Project.Split('/')[0];
        var found = await Demand(
            "GET",
            $"/repos/{Project}/pulls?state=open&head={Uri.EscapeDataString($"{owner}:{text.Branch}")}&base={Uri.EscapeDataString(text.Target)}",
            null,
            cancel
        );
        return found is JsonArray { Items: [var first, ..] } ? first : null;
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
            var (team, name) = reviewer.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
                ? ("team_reviewers", reviewer[(slash + 1)..])
                : ("reviewers", reviewer);
            var (status, _) = await Call(
                "POST",
                $"/repos/{Project}/pulls/{number}/requested_reviewers",
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteStrings(team, [name]);
                    writer.WriteEndObject();
                },
                cancel
            );
            if (status != 201)
                refused.Add(reviewer);
        }
        return refused.ToImmutable();
    }

    public override Task Comment(string issue, string text, CancellationToken cancel) =>
        Demand(
            "POST",
            $"/repos/{Project}/issues/{Uri.EscapeDataString(issue)}/comments",
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("body", text);
                writer.WriteEndObject();
            },
            cancel
        );

    public override string Page(MergeRequestText text) =>
        $"{Web}/{Project}/compare/{Uri.EscapeDataString(text.Target)}...{Uri.EscapeDataString(text.Branch)}?expand=1";

    public override string Command(MergeRequestText text) =>
        $"gh pr create --head {Quoted(text.Branch)} --base {Quoted(text.Target)} --fill{string.Concat(text.Reviewers.Select(r => $" --reviewer {Quoted(r)}"))}";
}
