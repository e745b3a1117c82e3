using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.TestSupport.Pipelines;

namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>One job of a workflow, with a folder of its own.</summary>
internal sealed class GitHubJob(
    PipelineBench bench,
    JsonObject workflow,
    JsonObject job,
    GitHubEvent started,
    IReadOnlyDictionary<string, string> settings
)
{
    private readonly string workspace = bench.NewFolder();
    private readonly string pathFile = Path.Combine(bench.NewFolder(), "path");
    private readonly StringBuilder log = new();
    private readonly Dictionary<string, string> outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> exported = new(StringComparer.Ordinal);

    /// <summary>`success`, `failure` or `skipped`.</summary>
    public string Outcome { get; private set; } = "skipped";

    public Action BeforePush { get; init; } = () => { };

    public string Log => log.ToString();

    /// <summary>A folder of the job outside of the checkout.</summary>
    public string Temporary { get; } = bench.NewFolder();

    /// <summary>What the steps wrote for the page of the run.</summary>
    public string Summary => File.Exists(SummaryFile) ? File.ReadAllText(SummaryFile) : "";

    /// <summary>The files that actions took away, by the name of the action.</summary>
    public List<(string Action, string Path)> Uploaded { get; } = [];

    private string SummaryFile => Path.Combine(workspace, "..", Path.GetFileName(workspace) + ".summary");

    /// <summary>What the job's token and identity may do; what is not named is not granted.</summary>
    private bool May(string permission, string level) =>
        (string?)((job["permissions"] ?? workflow["permissions"])?[permission]) == level;

    public GitHubExpression Expression(string status) => new(Context, status);

    private string? Context(string path) =>
        path switch
        {
            "github.event_name" => started.Name,
            "github.ref" => started.Ref,
            "github.repository" => GitHubRunner.Repository,
            "github.token" => May("pull-requests", "write") ? "token-write" : "token-read",
            _ when path.StartsWith("steps.", StringComparison.Ordinal) => outcomes.GetValueOrDefault(path),
            _ => settings.GetValueOrDefault(path) ?? started.Contexts.GetValueOrDefault(path),
        };

    public void Start()
    {
        Outcome = "success";
        foreach (var step in job["steps"]!.AsArray().Select(s => s!.AsObject()))
            Take(step);
    }

    private void Take(JsonObject step)
    {
        var outcome = "skipped";
        if (Expression(Outcome).Holds((string?)step["if"]))
            outcome = Works(step) ? "success" : "failure";
        log.Append('\n').Append($"[{step["name"] ?? step["uses"]}: {outcome}]\n");
        if (step["id"] is { } id)
            outcomes[$"steps.{id}.outcome"] = outcome;
        if (outcome == "failure" && (string?)step["continue-on-error"] != "true")
            Outcome = "failure";
    }

    private bool Works(JsonObject step) =>
        step["uses"] is { } uses
            ? Act(((string)uses!).Split('@')[0], step["with"] as JsonObject ?? [])
            : RunScript(step);

    private bool RunScript(JsonObject step)
    {
        var environment = new Dictionary<string, string>(Runner(), StringComparer.Ordinal);
        foreach (var (name, value) in exported)
            environment[name] = value;
        foreach (var holder in new[] { workflow, job, step })
        foreach (var (name, value) in holder["env"] as JsonObject ?? [])
            environment[name] = Expression(Outcome).Fill((string?)value ?? "");
        var script = (string)step["run"]!;
        if (script.Contains("push-record", StringComparison.Ordinal))
            BeforePush();
        var (exitCode, output) = BashRun.Of(script, workspace, environment);
        log.Append(output);
        return exitCode == 0;
    }

    /// <summary>docs.github.com, "Variables reference".</summary>
    private Dictionary<string, string> Runner() =>
        new(StringComparer.Ordinal)
        {
            ["CI"] = "true",
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_EVENT_NAME"] = started.Name,
            ["GITHUB_REF"] = started.Ref,
            ["GITHUB_BASE_REF"] = started.Name == "pull_request" ? "main" : "",
            ["GITHUB_REPOSITORY"] = GitHubRunner.Repository,
            ["GITHUB_SERVER_URL"] = "https://github.com",
            ["GITHUB_API_URL"] = bench.Host.Address,
            ["GITHUB_STEP_SUMMARY"] = SummaryFile,
            ["GITHUB_PATH"] = pathFile,
            ["RUNNER_TEMP"] = Temporary,
            ["AWS_ENDPOINT_URL"] = bench.Endpoint,
            ["PATH"] = $"{Added()}{bench.Tools}:{Environment.GetEnvironmentVariable("PATH")}",
        };

    /// <summary>docs.github.com, "Workflow commands", "Adding a system path".</summary>
    private string Added() =>
        File.Exists(pathFile) ? string.Concat(File.ReadLines(pathFile).Reverse().Select(folder => $"{folder}:")) : "";

    private bool Act(string action, JsonObject with)
    {
        switch (action)
        {
            case "actions/checkout":
                Checkout(with);
                return true;
            case "aws-actions/configure-aws-credentials":
                return TakeOn(Expression(Outcome).Fill((string)with["role-to-assume"]!), with);
            case "actions/upload-artifact":
            case "github/codeql-action/upload-sarif":
                Uploaded.Add((action, Path.Combine(workspace, (string)(with["path"] ?? with["sarif_file"])!)));
                return action != "github/codeql-action/upload-sarif" || May("security-events", "write");
            default:
                throw new NotSupportedException(action);
        }
    }

    private void Checkout(JsonObject with)
    {
        var wanted = (string?)with["ref"] ?? started.Ref;
        PipelineBench.Shell(
            workspace,
            $"git clone --quiet {bench.Remote} . && git fetch --quiet origin {wanted} && git checkout --quiet --detach FETCH_HEAD"
        );
        var keepsToken = (string?)with["persist-credentials"] != "false";
        if (!keepsToken || !May("contents", "write"))
            PipelineBench.Shell(workspace, "git remote set-url --push origin /nowhere/without-a-token");
    }

    /// <summary>docs.github.com, "OpenID Connect reference", "Example subject claims".</summary>
    private string Subject()
    {
        var rest =
            job["environment"] is { } environment ? $"environment:{environment}"
            : started.Name == "pull_request" ? "pull_request"
            : $"ref:{started.Ref}";
        return $"repo:{GitHubRunner.Repository}:{rest}";
    }

    private bool TakeOn(string arn, JsonObject with)
    {
        Assert.True(May("id-token", "write"), "the job may not ask for a token");
        var role = arn.Split('-')[^1];
        if (!WebIdentity.Admits(bench.TrustPolicy(role), Subject(), "sts.amazonaws.com"))
        {
            log.Append($"Not authorized to perform sts:AssumeRoleWithWebIdentity: {Subject()}\n");
            return false;
        }
        var credentials = bench.Assume(arn).GetAwaiter().GetResult();
        exported["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId;
        exported["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey;
        exported["AWS_SESSION_TOKEN"] = credentials.SessionToken;
        exported["AWS_REGION"] = Expression(Outcome).Fill((string)with["aws-region"]!);
        return true;
    }
}
