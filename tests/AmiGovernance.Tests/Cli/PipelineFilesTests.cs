using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.TestSupport.Pipelines;

namespace AmiGovernance.Tests.Cli;

/// <summary>What holds for every pipeline that `init` writes, and for those that others use of this repository.</summary>
public sealed partial class PipelineFilesTests
{
    private static readonly Lazy<Amigov> New = new(() =>
    {
        var amigov = new Amigov();
        Assert.Equal(0, amigov.Run("init", ".", "--yes", "--ops-account", "123456738923").ExitCode);
        return amigov;
    });

    public static TheoryData<string> Workflows =>
        new(New.Value.Files.Files.Keys.Where(f => f.StartsWith(".github/workflows/", StringComparison.Ordinal)));

    private static JsonObject Workflow(string path) => YamlFile.ParseObject(New.Value.Text(path));

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Jobs(JsonObject workflow) =>
        workflow["jobs"]!.AsObject();

    private static IEnumerable<JsonObject> Steps(JsonNode? job) => job!["steps"]!.AsArray().Select(s => s!.AsObject());

    private static string Text(JsonNode? node, string key) => (string?)node?[key] ?? "";

    [Fact]
    public void There_are_four_workflows() => Assert.Equal(4, Workflows.Count);

    /// <summary>A tag can be moved to other code.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_is_pinned_to_a_commit(string path)
    {
        var uses = New.Value.Text(path).Split('\n').Where(l => l.Contains("uses:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, l => Assert.Matches("uses: [a-z-]+/[a-z-]+(/[a-z-]+)?@[0-9a-f]{40} # v[0-9.]+$", l));
    }

    /// <summary>One commit for one action: two would be a forgotten update.</summary>
    [Fact]
    public void An_action_has_one_commit_in_all_workflows()
    {
        var pins = Workflows
            .SelectMany(row => Pin().Matches(New.Value.Text(row.Data)))
            .Select(m => m.Value)
            .Distinct()
            .ToList();
        Assert.Equal(pins.Select(p => p.Split('@')[0]).Distinct(), pins.Select(p => p.Split('@')[0]));
    }

    /// <summary>docs.github.com, "Security hardening for GitHub Actions": what others write must not become text of a script.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_expression_stands_in_a_script(string path) =>
        Assert.All(
            Jobs(Workflow(path)).SelectMany(j => Steps(j.Value)),
            step => Assert.DoesNotContain("${{", Text(step, "run"), StringComparison.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Nothing_runs_with_rights_on_code_of_a_fork(string path)
    {
        var triggers = Workflow(path)["on"]!.AsObject().Select(t => t.Key);
        Assert.Empty(triggers.Except(["pull_request", "pull_request_review", "push", "schedule", "workflow_dispatch"]));
    }

    /// <summary>Read by default; what a job needs besides is written at the job.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Permissions_are_given_job_by_job(string path)
    {
        var workflow = Workflow(path);
        Assert.All(Granted(workflow), p => Assert.True(p is "contents: read" or "id-token: write", p));
        Assert.All(
            Jobs(workflow),
            job =>
            {
                var granted = Granted(job.Value).Concat(Granted(workflow)).ToHashSet();
                var text = job.Value!.ToJsonString();
                Assert.Equal(
                    text.Contains("configure-aws-credentials", StringComparison.Ordinal),
                    granted.Contains("id-token: write")
                );
                Assert.Equal(
                    text.Contains("push-record", StringComparison.Ordinal),
                    granted.Contains("contents: write")
                );
                Assert.Equal(
                    text.Contains("amigov comment", StringComparison.Ordinal),
                    granted.Contains("pull-requests: write")
                );
                Assert.Equal(
                    text.Contains("upload-sarif", StringComparison.Ordinal),
                    granted.Contains("security-events: write")
                );
            }
        );
    }

    private static IEnumerable<string> Granted(JsonNode? holder) =>
        (holder?["permissions"] as JsonObject)?.Select(p => $"{p.Key}: {p.Value}") ?? [];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void The_token_stays_in_the_clone_only_where_something_is_pushed(string path) =>
        Assert.All(
            Jobs(Workflow(path)),
            job =>
            {
                var pushes = Steps(job.Value)
                    .Any(s => Text(s, "run").Contains("push-record", StringComparison.Ordinal));
                var checkout = Steps(job.Value)
                    .Single(s => Text(s, "uses").StartsWith("actions/checkout@", StringComparison.Ordinal));
                Assert.Equal(pushes ? "" : "false", Text(checkout["with"], "persist-credentials"));
                // A scan of images needs no history.
                Assert.Equal(job.Key == "images" ? "" : "0", Text(checkout["with"], "fetch-depth"));
            }
        );

    /// <summary>A reviewer lets it go on, one runs at a time, and none is broken off.</summary>
    [Fact]
    public void What_deploys_runs_alone_in_the_protected_environment()
    {
        var deploying = Workflows
            .Select(row => Workflow(row.Data))
            .SelectMany(Jobs)
            .Where(j => j.Value!.ToJsonString().Contains("AMI_DEPLOY_ROLE", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(["deploy", "gates", "promote"], deploying.Select(j => j.Key).Order(StringComparer.Ordinal));
        Assert.All(deploying, j => Assert.Equal("ami-governance", Text(j.Value, "environment")));
        Assert.All(
            deploying.Where(j => j.Key != "gates"),
            j => Assert.Equal("ami-deployment", Text(j.Value!["concurrency"], "group"))
        );
    }

    /// <summary>
    /// Of what waits in a group GitHub keeps the newest only, unless it is told to queue (docs.github.com, "Control the concurrency of
    /// workflows and jobs").
    /// </summary>
    [Fact]
    public void What_waits_for_its_turn_gets_it()
    {
        var all = Workflows.Select(row => Workflow(row.Data)).ToList();
        var groups = all.Concat(all.SelectMany(Jobs).Select(j => j.Value!.AsObject()))
            .Select(n => n["concurrency"])
            .OfType<JsonNode>()
            .ToList();
        Assert.NotEmpty(groups);
        Assert.All(groups, g => Assert.True(Text(g, "queue") == "max" || Text(g, "cancel-in-progress") == "true"));
    }

    [Fact]
    public void On_GitLab_too()
    {
        var pipeline = YamlFile.ParseObject(New.Value.Text(".gitlab-ci.yml"));
        Assert.Equal("ami-governance", Text(pipeline[".deployment"]!["environment"], "name"));
        Assert.Equal("ami-governance", Text(pipeline[".deployment"], "resource_group"));
        Assert.Equal("false", Text(pipeline[".deployment"], "interruptible"));
        Assert.All(
            pipeline.Where(j => j.Value!.ToJsonString().Contains("AMI_ROLE\":\"$AMI_DEPLOY", StringComparison.Ordinal)),
            j => Assert.Equal(".deployment", j.Key)
        );
        Assert.All(
            new[] { "deploy", "gates", "promote" },
            job => Assert.Equal(".deployment", Text(pipeline[job], "extends"))
        );
        Assert.All(
            pipeline["stages"]!.AsArray().Select(s => (string)s!).ToList(),
            stage => Assert.Contains(stage, new[] { "check", "plan", "deploy", "promote" })
        );
        var images = YamlFile.ParseObject(New.Value.Text(".gitlab/ami-images.yml"));
        Assert.Equal("check", Text(images["images"], "stage"));
    }

    [GeneratedRegex("[a-z-]+/[a-z/-]+@[0-9a-f]{40}")]
    private static partial Regex Pin();
}
