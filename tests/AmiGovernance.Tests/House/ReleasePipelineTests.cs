using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.TestSupport.Pipelines;

namespace AmiGovernance.Tests.House;

/// <summary>What releases amigov runs nothing that others can change, has only rights that it needs, and names what is there.</summary>
public sealed partial class ReleasePipelineTests
{
    private static IEnumerable<JsonObject> Steps =>
        ReleasePipelines
            .GitHubJobs.Concat(ReleasePipelines.GateJobs)
            .SelectMany(j => j.Value["steps"]!.AsArray().Select(s => s!.AsObject()));

    /// <summary>
    /// A tag can be moved to other code. The pipelines that `init` writes have the same commits: two would be a forgotten update.
    /// </summary>
    [Fact]
    public void Every_action_is_pinned_to_one_commit()
    {
        var uses = $"{ReleasePipelines.GitHubText}\n{ReleasePipelines.GateText}"
            .Split('\n')
            .Where(l => l.Contains("uses:", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, l => Assert.Matches("uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9.]+$", l));
        var templates = Directory
            .GetFiles(RepositoryRoot.File("src", "AmiGovernance.Cli", "Templates"), "*github*.yml")
            .Select(File.ReadAllText)
            .Append(ReleasePipelines.GitHubText)
            .Append(ReleasePipelines.GateText);
        var pins = templates.SelectMany(t => Pin().Matches(t)).Select(m => m.Value).Distinct().ToList();
        Assert.Equal(pins.Count, pins.Select(p => p.Split('@')[0]).Distinct().Count());
    }

    [Fact]
    public void Rights_are_given_job_by_job()
    {
        Assert.Empty(ReleasePipelines.GitHub["permissions"]!.AsObject());
        Assert.Empty(ReleasePipelines.Gate["permissions"]!.AsObject());
        foreach (var (name, job) in ReleasePipelines.GitHubJobs.Concat(ReleasePipelines.GateJobs))
        {
            var granted = Assert.IsType<JsonObject>(job["permissions"]).Select(p => $"{p.Key}: {p.Value}");
            // The one that publishes has an environment with reviewers; the others read.
            if (name != "release")
                Assert.All(granted, right => Assert.Equal("contents: read", right));
        }
        var release = ReleasePipelines.GitHubJobs.Single(j => j.Key == "release").Value;
        Assert.Equal("release", (string?)release["environment"]);
    }

    /// <summary>Packages run while they are built: none may do so where the identity that signs is at hand.</summary>
    [Fact]
    public void Nothing_is_built_where_it_is_signed()
    {
        var release = ReleasePipelines.GitHubJobs.Single(j => j.Key == "release").Value["steps"]!.ToJsonString();
        foreach (
            var builds in new[] { "setup-dotnet", "dotnet ", "npm ", "packaging/release.sh", "packaging/site/build.sh" }
        )
            Assert.DoesNotContain(builds, release, StringComparison.Ordinal);
    }

    /// <summary>docs.github.com, "Security hardening for GitHub Actions": what others write must not become text of a script.</summary>
    [Fact]
    public void No_expression_stands_in_a_script() =>
        Assert.All(Steps, step => Assert.DoesNotContain("${{", (string?)step["run"] ?? "", StringComparison.Ordinal));

    [Fact]
    public void No_clone_keeps_the_token() =>
        Assert.All(
            Steps.Where(s => ((string?)s["uses"] ?? "").StartsWith("actions/checkout@", StringComparison.Ordinal)),
            s => Assert.Equal("false", (string?)s["with"]!["persist-credentials"])
        );

    [Fact]
    public void Every_file_that_a_script_names_is_there()
    {
        var named = ReleasePipelines
            .Scripts.SelectMany(s => OwnFile().Matches(s.Value).Select(m => (s.Key, File: m.Value)))
            .ToList();
        Assert.NotEmpty(named);
        Assert.All(named, n => Assert.True(File.Exists(RepositoryRoot.File(n.File.Split('/'))), $"{n.Key}: {n.File}"));
    }

    [Fact]
    public void Jobs_wait_for_jobs_that_are_there()
    {
        foreach (var jobs in new[] { ReleasePipelines.GitHubJobs, ReleasePipelines.GitLabJobs })
        {
            var names = jobs.Select(j => j.Key).ToHashSet();
            Assert.All(
                jobs.SelectMany(j => Texts(j.Value["needs"]).Concat(Texts(j.Value["extends"]))),
                n => Assert.Contains(n, names)
            );
        }
    }

    /// <summary>A variable that is missing must fail the job that says so, not give an empty image or address to another.</summary>
    [Fact]
    public void Every_variable_is_checked_before_it_is_used()
    {
        var text = ReleasePipelines.GitHubText;
        var settings = ReleasePipelines.GitHubJobs.Single(j => j.Key == "settings").Value;
        var checkedThere = Variable().Matches(settings["env"]!.ToJsonString()).Select(m => m.Groups[1].Value).ToList();
        Assert.Subset(checkedThere.ToHashSet(), Variable().Matches(text).Select(m => m.Groups[1].Value).ToHashSet());
        Assert.All(checkedThere, name => Assert.Contains($"# {name} ", text, StringComparison.Ordinal));
        Assert.All(
            ReleasePipelines.GitHubJobs.Where(j => j.Key != "settings"),
            j => Assert.Contains("settings", Texts(j.Value["needs"]))
        );
    }

    [Fact]
    public void On_GitLab_too()
    {
        var check = string.Join('\n', Texts(ReleasePipelines.GitLab["settings"]!["script"]));
        foreach (var (name, job) in ReleasePipelines.GitLabJobs)
        {
            var images = Texts(job["image"]).Concat(job["services"]?.AsArray().Select(s => (string)s!["name"]!) ?? []);
            Assert.All(images, i => Assert.Contains($"check {i[1..]} ", check, StringComparison.Ordinal));
            if (job["stage"] is { } stage)
                Assert.Contains((string?)stage, Texts(ReleasePipelines.GitLab["stages"]));
            // Everything but the gate is for a tag.
            if (name is not ("gate" or ".on-tag"))
                Assert.Contains(".on-tag", Extended(name));
        }
    }

    private static IEnumerable<string> Extended(string name) =>
        Texts(ReleasePipelines.GitLab[name]!["extends"]).SelectMany(e => Extended(e).Append(e));

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node is JsonArray list ? list.Select(n => (string)n!)
        : node is null ? []
        : [(string)node!];

    [GeneratedRegex("[a-z-]+/[a-z/-]+@[0-9a-f]{40}")]
    private static partial Regex Pin();

    [GeneratedRegex(@"(packaging|\.ci|scripts)/[\w./-]*\w")]
    private static partial Regex OwnFile();

    [GeneratedRegex(@"\$\{\{ vars\.([A-Z_]+) \}\}")]
    private static partial Regex Variable();
}
