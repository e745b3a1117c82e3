using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.Pipelines;

/// <summary>The pipelines of this repository itself, which release it.</summary>
internal static class ReleasePipelines
{
    public static string GitHubText { get; } = Workflow("release.yml");

    /// <summary>The gate on each pull request.</summary>
    public static string GateText { get; } = Workflow("gate.yml");

    private static string Workflow(string name) => File.ReadAllText(RepositoryRoot.File(".github", "workflows", name));

    public static JsonObject GitHub => YamlFile.ParseObject(GitHubText);

    public static JsonObject Gate => YamlFile.ParseObject(GateText);

    public static JsonObject GitLab => YamlFile.ParseObject(File.ReadAllText(RepositoryRoot.File(".gitlab-ci.yml")));

    /// <summary>What GitLab does not take for a job.</summary>
    private static readonly string[] GitLabSettings = ["stages", "workflow", "variables"];

    public static IEnumerable<KeyValuePair<string, JsonObject>> GitHubJobs => Jobs(GitHub);

    public static IEnumerable<KeyValuePair<string, JsonObject>> GateJobs => Jobs(Gate);

    private static IEnumerable<KeyValuePair<string, JsonObject>> Jobs(JsonObject workflow) =>
        workflow["jobs"]!.AsObject().Select(j => KeyValuePair.Create(j.Key, j.Value!.AsObject()));

    /// <summary>With the hidden ones, which others extend.</summary>
    public static IEnumerable<KeyValuePair<string, JsonObject>> GitLabJobs =>
        GitLab.Where(j => !GitLabSettings.Contains(j.Key)).Select(j => KeyValuePair.Create(j.Key, j.Value!.AsObject()));

    /// <summary>Every script that a runner runs, by what it belongs to.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Scripts =>
        GitHubJobs
            .SelectMany(j => j.Value["steps"]!.AsArray().Select((s, i) => (j.Key, Step: s!, Index: i)))
            .Where(s => s.Step["run"] is not null)
            .Select(s => KeyValuePair.Create($"GitHub {s.Key} {s.Index}", (string)s.Step["run"]!))
            .Concat(
                GitLabJobs.SelectMany(j =>
                    new[] { "before_script", "script" }
                        .Where(part => j.Value[part] is not null)
                        .Select(part => KeyValuePair.Create($"GitLab {j.Key} {part}", Lines(j.Value[part]!.AsArray())))
                )
            );

    private static string Lines(JsonArray commands) => string.Join('\n', commands.Select(c => (string)c!));
}
