using System.Text.Json.Nodes;
using AmiGovernance.TestSupport.Pipelines;

namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>What starts a workflow, with the contexts that it brings.</summary>
/// <param name="Name">Such as `push`.</param>
/// <param name="Ref">What is checked out, and `github.ref`.</param>
internal sealed record GitHubEvent(string Name, string Ref)
{
    /// <summary>Further contexts by their path, such as `github.event.pull_request.head.sha`.</summary>
    public IReadOnlyDictionary<string, string> Contexts { get; init; } = new Dictionary<string, string>();
}

/// <summary>Runs the jobs of a workflow as it stands in the repository: conditions, environments, scripts, and what its actions do.</summary>
internal sealed class GitHubRunner(PipelineBench bench)
{
    public const string Repository = "company/ami-governance";

    /// <summary>Of the repository: `vars.…` and `secrets.…`.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>What happens before a step that pushes; null for nothing.</summary>
    public Action? BeforePush { get; set; }

    /// <summary>The jobs in their order, each once those are done that it needs.</summary>
    /// <param name="file">Below `.github/workflows`.</param>
    /// <param name="started">What starts it.</param>
    public IReadOnlyDictionary<string, GitHubJob> Run(string file, GitHubEvent started)
    {
        var text = PipelineBench.Shell(bench.Remote, $"git show {Commit(started)}:.github/workflows/{file}");
        var workflow = YamlFile.ParseObject(text);
        Assert.True(workflow["on"]!.AsObject().ContainsKey(started.Name), $"{file} is not started by {started.Name}");
        var done = new Dictionary<string, GitHubJob>(StringComparer.Ordinal);
        foreach (var (name, job) in workflow["jobs"]!.AsObject())
            done[name] = Run(workflow, job!.AsObject(), started, done);
        return done;
    }

    private static string Commit(GitHubEvent started) =>
        started.Ref.StartsWith("refs/heads/", StringComparison.Ordinal)
            ? started.Ref["refs/heads/".Length..]
            : started.Ref;

    private GitHubJob Run(JsonObject workflow, JsonObject job, GitHubEvent started, Dictionary<string, GitHubJob> done)
    {
        var run = new GitHubJob(bench, workflow, job, started, Settings) { BeforePush = () => BeforePush?.Invoke() };
        var needed = job["needs"] is { } needs ? [(string)needs!] : Array.Empty<string>();
        var status = needed.All(n => done[n].Outcome == "success") ? "success" : "failure";
        if (run.Expression(status).Holds((string?)job["if"]))
            run.Start();
        return run;
    }
}
