using System.Text.Json.Nodes;

namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>A comment as its host keeps it.</summary>
internal sealed record HostComment(int Id, string Author, string Body);

/// <summary>
/// GitHub and GitLab as far as comments of merge requests go, with the shapes of docs.github.com (REST API 2022-11-28, "Issue comments",
/// "Users") and docs.gitlab.com ("Notes API", "Users API"). A token says what it may do: `read` or `write`.
/// </summary>
internal sealed class CommentHost : IDisposable
{
    /// <summary>As whom tokens of workflows write on GitHub.</summary>
    public const string Workflow = "github-actions[bot]";

    /// <summary>As whom the token at hand writes on GitHub.</summary>
    public string App { get; init; } = Workflow;

    /// <summary>What GitHub answers to whoever asks who the token's user is.</summary>
    public string UserRefusal { get; init; } = "Resource not accessible by integration";

    /// <summary>As whom a project access token writes on GitLab.</summary>
    public const string Project = "project_7_bot_1";

    private readonly LoopbackServer server;

    public CommentHost() => server = new LoopbackServer(Answer);

    public string Address => server.Address;

    public string GitLabApi => $"{server.Address}/api/v4";

    public List<HostComment> Comments { get; } = [];

    public IReadOnlyList<SeenRequest> Seen => server.Seen;

    public void Dispose() => server.Dispose();

    private (int Status, string Body) Answer(SeenRequest request)
    {
        var isGitLab = request.PathAndQuery.StartsWith("/api/v4/", StringComparison.Ordinal);
        var path = request.PathAndQuery.Split('?')[0];
        if (path.EndsWith("/user", StringComparison.Ordinal))
            return isGitLab
                ? (200, $$"""{"id":7,"username":"{{Project}}"}""")
                : (403, $$"""{"message":"{{UserRefusal}}","status":"403"}""");
        if (path.EndsWith("/graphql", StringComparison.Ordinal))
            return (200, $$"""{"data": {"viewer": {"login": "{{App}}"} } }""");
        if (path.Contains("/commits/", StringComparison.Ordinal))
            return (200, "[]");
        if (request.Method == "GET")
            return (200, new JsonArray([.. Comments.Select(c => Shape(c, isGitLab))]).ToJsonString());
        if (!Token(request).Contains("write", StringComparison.Ordinal))
            return (403, """{"message":"Resource not accessible by integration","status":"403"}""");
        var body = (string)JsonNode.Parse(request.Body)!["body"]!;
        return request.Method == "POST"
            ? Add(isGitLab ? Project : App, body, isGitLab)
            : Change(int.Parse(path.Split('/')[^1], null), body, isGitLab);
    }

    private static string Token(SeenRequest request) =>
        request.Headers.GetValueOrDefault("Authorization") + request.Headers.GetValueOrDefault("PRIVATE-TOKEN");

    private (int Status, string Body) Add(string author, string body, bool isGitLab)
    {
        var comment = new HostComment(Comments.Count + 1, author, body);
        Comments.Add(comment);
        return (201, Shape(comment, isGitLab).ToJsonString());
    }

    private (int Status, string Body) Change(int id, string body, bool isGitLab)
    {
        var at = Comments.FindIndex(c => c.Id == id);
        Comments[at] = Comments[at] with { Body = body };
        return (200, Shape(Comments[at], isGitLab).ToJsonString());
    }

    private static JsonObject Shape(HostComment comment, bool isGitLab) =>
        new()
        {
            ["id"] = comment.Id,
            ["body"] = comment.Body,
            [isGitLab ? "author" : "user"] = new JsonObject { [isGitLab ? "username" : "login"] = comment.Author },
        };
}
