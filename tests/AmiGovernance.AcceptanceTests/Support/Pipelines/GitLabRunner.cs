using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.TestSupport.Pipelines;

namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>How a job of GitLab ended.</summary>
/// <param name="Status">`success`, `failed`, `manual` (it waits for somebody), or `absent` where no rule takes it in.</param>
internal sealed record GitLabJob(string Status, string Log, string Folder)
{
    /// <summary>Where the job makes its temporary folders.</summary>
    public string Temporary { get; init; } = "";
}

/// <summary>Runs the jobs of `.gitlab-ci.yml` as it stands in the repository: rules, inheritance, variables, scripts.</summary>
internal sealed partial class GitLabRunner(PipelineBench bench, GitLabTokens tokens)
{
    public const string Project = "cloud/ami-governance";

    private static readonly string[] Words = ["variables", "include", "workflow", "stages"];

    /// <summary>Of the project, as Settings > CI/CD > Variables has them.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <param name="reference">What is checked out, such as `main`.</param>
    /// <param name="predefined">What GitLab says of the pipeline.</param>
    /// <param name="pressed">The manual jobs that somebody starts.</param>
    public IReadOnlyDictionary<string, GitLabJob> Run(
        string reference,
        IReadOnlyDictionary<string, string> predefined,
        params string[] pressed
    )
    {
        var pipeline = Read(reference);
        var done = new Dictionary<string, GitLabJob>(StringComparer.Ordinal);
        foreach (var name in Jobs(pipeline))
        {
            var job = Whole(pipeline, name);
            var variables = Variables(pipeline, job, predefined, reference);
            var rule = Rule(job, variables);
            var waits = rule == "manual" && !pressed.Contains(name);
            done[name] =
                rule == "never" ? new GitLabJob("absent", "", "")
                : waits || !Needed(job, done) ? new GitLabJob("manual", "", "")
                : Run(pipeline, job, variables, reference);
        }
        return done;
    }

    private JsonObject Read(string reference)
    {
        var pipeline = YamlFile.ParseObject(Show(reference, ".gitlab-ci.yml"));
        foreach (var include in pipeline["include"]!.AsArray())
        foreach (var (name, job) in YamlFile.ParseObject(Show(reference, (string)include!["local"]!)))
            pipeline[name] = job!.DeepClone();
        return pipeline;
    }

    private string Show(string reference, string file) =>
        PipelineBench.Shell(bench.Remote, $"git show {reference}:{file}");

    /// <summary>By their stages, and in a stage by their order in the file.</summary>
    private static IEnumerable<string> Jobs(JsonObject pipeline)
    {
        var stages = pipeline["stages"]!.AsArray().Select(s => (string)s!).ToList();
        return pipeline
            .Select(j => j.Key)
            .Where(name => name[0] != '.' && !Words.Contains(name))
            .ToList()
            .OrderBy(name => stages.IndexOf((string)Whole(pipeline, name)["stage"]!));
    }

    /// <summary>With what it inherits: later parents win, and objects are merged key by key (docs.gitlab.com, "extends").</summary>
    private static JsonObject Whole(JsonObject pipeline, string name)
    {
        var own = pipeline[name]!.AsObject();
        var parents = own["extends"] switch
        {
            JsonArray list => list.Select(p => (string)p!),
            JsonValue one => [(string)one!],
            _ => Array.Empty<string>(),
        };
        var whole = new JsonObject();
        foreach (var parent in parents)
            Merge(whole, Whole(pipeline, parent));
        Merge(whole, own);
        return whole;
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (key, value) in from)
            if (into[key] is JsonObject below && value is JsonObject more)
                Merge(below, more);
            else
                into[key] = value?.DeepClone();
    }

    private Dictionary<string, string> Variables(
        JsonObject pipeline,
        JsonObject job,
        IReadOnlyDictionary<string, string> predefined,
        string reference
    )
    {
        var variables = new Dictionary<string, string>(predefined, StringComparer.Ordinal)
        {
            ["CI"] = "true",
            ["CI_DEFAULT_BRANCH"] = "main",
            ["CI_PROJECT_ID"] = "7",
            ["CI_PROJECT_URL"] = $"https://gitlab.com/{Project}",
            ["CI_SERVER_URL"] = "https://gitlab.com",
            ["CI_API_V4_URL"] = bench.Host.GitLabApi,
            ["CI_COMMIT_SHA"] = PipelineBench.Shell(bench.Remote, $"git rev-parse {reference}"),
            ["AWS_ENDPOINT_URL"] = bench.Endpoint,
            ["PATH"] = $"{bench.Tools}:{Environment.GetEnvironmentVariable("PATH")}",
            ["AWS_ENDPOINT_URL_STS"] = tokens.Address,
        };
        // docs.gitlab.com, "CI/CD variable precedence": what somebody gives the pipeline, the project, the job, the file.
        foreach (var holder in new[] { pipeline, job })
        foreach (var (name, value) in holder["variables"] as JsonObject ?? [])
            if (holder == job || !predefined.ContainsKey(name))
                variables[name] = (string?)(value is JsonObject described ? described["value"] : value) ?? "";
        foreach (var (name, value) in Settings)
            variables[name] = value;
        foreach (var name in variables.Keys.ToList())
            variables[name] = Expand(variables[name], variables);
        return variables;
    }

    private static string Expand(string text, Dictionary<string, string> variables) =>
        Reference().Replace(text, m => variables.GetValueOrDefault(m.Groups[1].Value) ?? "");

    /// <summary>The first rule that holds says when; where none does the job is not there.</summary>
    private static string Rule(JsonObject job, Dictionary<string, string> variables)
    {
        var condition = new GitLabCondition(variables.GetValueOrDefault);
        foreach (var rule in job["rules"]!.AsArray())
            if (rule!["if"] is not { } holds || condition.Holds((string)holds!))
                return (string?)rule["when"] ?? "on_success";
        return "never";
    }

    private static bool Needed(JsonObject job, Dictionary<string, GitLabJob> done) =>
        (job["needs"] as JsonArray ?? []).All(n => done[(string)n!].Status == "success");

    private GitLabJob Run(JsonObject pipeline, JsonObject job, Dictionary<string, string> variables, string reference)
    {
        var folder = bench.NewFolder();
        PipelineBench.Shell(
            folder,
            $"git clone --quiet {bench.Remote} . && git fetch --quiet origin {reference} && git checkout --quiet --detach FETCH_HEAD && git remote set-url --push origin /nowhere/without-a-token"
        );
        foreach (var (name, token) in job["id_tokens"] as JsonObject ?? [])
            variables[name] = GitLabTokens.Issue(reference, Expand((string)token!["aud"]!, variables));
        var script = string.Concat(
            Lines(pipeline, job["before_script"]).Concat(Lines(pipeline, job["script"])).Select(l => $"{l}\n")
        );
        var temporary = variables["TMPDIR"] = bench.NewFolder();
        // docs.gitlab.com, "Shells supported by GitLab Runner": Bash runs with `-eo pipefail`.
        var (exitCode, output) = BashRun.Of($"set -eo pipefail\n{script}", folder, variables);
        var after = string.Concat(Lines(pipeline, job["after_script"]).Select(l => $"{l}\n"));
        var log = new StringBuilder(output);
        if (after.Length > 0)
            log.Append(BashRun.Of(after, folder, variables).Output);
        return new GitLabJob(exitCode == 0 ? "success" : "failed", log.ToString(), folder) { Temporary = temporary };
    }

    private static IEnumerable<string> Lines(JsonObject pipeline, JsonNode? script) =>
        (script as JsonArray ?? []).SelectMany(line =>
            line is JsonObject reference
                ? Lines(
                    pipeline,
                    Whole(pipeline, (string)reference["!reference"]![0]!)[(string)reference["!reference"]![1]!]
                )
                : [(string)line!]
        );

    [GeneratedRegex(@"\$\{?([A-Z0-9_]+)\}?")]
    private static partial Regex Reference();
}
