using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support.Pipelines;
using AmiGovernance.TestSupport.Pipelines;

namespace AmiGovernance.AcceptanceTests.Features.Pipelines;

/// <summary>What others use of this repository: the action, the component, the hook. Each is run as it stands, on a new governance repository.</summary>
public sealed class SharedPipelineTests : IDisposable
{
    private readonly PipelineBench bench = new("github:company/ami-governance");

    public void Dispose() => bench.Dispose();

    private static string File(string path) => System.IO.File.ReadAllText(RepositoryRoot.File(path.Split('/')));

    private string Sha256 => bench.InWork($"sha256sum {PipelineBench.Archive} | cut -d' ' -f1");

    /// <summary>The steps of `action.yml` in their order, as a runner runs them.</summary>
    private (int ExitCode, string Output) Act(params (string Name, string Value)[] given)
    {
        var action = YamlFile.ParseObject(File("action.yml"));
        var inputs = action["inputs"]!.AsObject().ToDictionary(i => i.Key, i => (string?)i.Value!["default"] ?? "");
        foreach (var (name, value) in given)
            inputs[name] = value;
        var expression = new GitHubExpression(path => inputs.GetValueOrDefault(path["inputs.".Length..]), "success");
        var (temp, path) = (bench.NewFolder(), Path.Combine(bench.NewFolder(), "path"));
        var output = "";
        foreach (var step in action["runs"]!["steps"]!.AsArray())
        {
            Assert.Equal("bash", (string?)step!["shell"]);
            Assert.DoesNotContain("${{", (string)step["run"]!, StringComparison.Ordinal);
            var environment = new Dictionary<string, string> { ["RUNNER_TEMP"] = temp, ["GITHUB_PATH"] = path };
            foreach (var (name, value) in step["env"]!.AsObject())
                environment[name] = expression.Fill((string)value!);
            var added = System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path).TrimEnd('\n') : temp;
            var folder = Path.Combine(bench.Work, expression.Fill((string?)step["working-directory"] ?? "."));
            var script = $"set -eo pipefail\nexport PATH=\"{added}:$PATH\"\n{step["run"]}";
            var (exitCode, printed) = BashRun.Of(script, folder, environment);
            output += printed;
            if (exitCode != 0)
                return (exitCode, output);
        }
        return (0, output);
    }

    [Fact]
    public void The_action_installs_what_the_checksum_names_and_validates()
    {
        var (exitCode, output) = Act(("source", PipelineBench.Archive), ("sha256", Sha256));
        Assert.True(exitCode == 0, output);
        Assert.Contains("✅ VALIDATION PASSED", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_action_runs_another_command_and_ends_with_its_exit_code()
    {
        bench.InWork("echo ' ' >> dist/scp-ami-guardrail.json");
        var (exitCode, output) = Act(
            ("source", PipelineBench.Archive),
            ("sha256", Sha256),
            ("arguments", "generate --check --policies dist")
        );
        Assert.Equal(3, exitCode);
        Assert.Contains("✗ Stale: dist/scp-ami-guardrail.json", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_action_runs_nothing_with_another_checksum()
    {
        var (exitCode, output) = Act(("source", PipelineBench.Archive), ("sha256", new string('0', 64)));
        Assert.NotEqual(0, exitCode);
        Assert.DoesNotContain("VALIDATION", output, StringComparison.Ordinal);
    }

    /// <summary>What somebody writes into an input stays one text.</summary>
    [Theory]
    [InlineData("$(touch pwned)")]
    [InlineData("\"; touch pwned; \"")]
    [InlineData("validate;touch pwned")]
    public void An_input_is_no_script(string text)
    {
        var archive = ("source", PipelineBench.Archive);
        Assert.NotEqual(0, Act(archive, ("sha256", Sha256), ("arguments", text)).ExitCode);
        Assert.NotEqual(0, Act(("source", text), ("sha256", Sha256)).ExitCode);
        Assert.NotEqual(0, Act(archive, ("sha256", text)).ExitCode);
        Assert.False(System.IO.File.Exists(Path.Combine(bench.Work, "pwned")));
    }

    /// <summary>GitLab puts inputs into the text before it is read (docs.gitlab.com, "CI/CD inputs"); `regex` refuses what could be more than a word.</summary>
    private static JsonObject Component(Dictionary<string, string> given)
    {
        var parts = File("templates/validate.yml").Split("\n---\n");
        var inputs = YamlFile.ParseObject(parts[0])["spec"]!["inputs"]!.AsObject();
        foreach (var (name, input) in inputs)
            if (given.TryGetValue(name, out var value))
                Assert.Matches((string)input!["regex"]!, value);
            else
                Assert.NotNull(input!["default"]);
        var text = Regex.Replace(
            parts[1],
            @"\$\[\[ inputs\.([a-z0-9]+) \]\]",
            m => given.GetValueOrDefault(m.Groups[1].Value) ?? (string)inputs[m.Groups[1].Value]!["default"]!
        );
        return YamlFile.ParseObject(text);
    }

    [Fact]
    public void The_component_validates_and_reports()
    {
        var image = $"registry.company.com/ci@sha256:{new string('a', 64)}";
        var jobs = Component(
            new Dictionary<string, string>
            {
                ["source"] = PipelineBench.Archive,
                ["sha256"] = Sha256,
                ["image"] = image,
            }
        );
        var job = jobs["amigov-validate"]!;
        Assert.Equal("test", (string?)job["stage"]);
        Assert.Equal(image, (string?)job["image"]!["name"]);
        var variables = job["variables"]!.AsObject().ToDictionary(v => v.Key, v => (string)v.Value!);
        var script = string.Join('\n', job["script"]!.AsArray().Select(l => (string)l!));
        var (exitCode, output) = BashRun.Of($"set -eo pipefail\n{script}", bench.Work, variables);
        Assert.True(exitCode == 0, output);
        Assert.Contains("✅ VALIDATION PASSED", output, StringComparison.Ordinal);
        var reports = job["artifacts"]!["reports"]!.AsObject().Select(r => (string)r.Value!);
        Assert.All(reports, report => Assert.True(System.IO.File.Exists(Path.Combine(bench.Work, report)), report));
    }

    /// <summary>pre-commit.com, "Creating new hooks".</summary>
    [Theory]
    [InlineData("config/ami_publishers.json", true)]
    [InlineData("dist/organizations/declarative-policy-ec2.json", true)]
    [InlineData("requests/CLOUD-1.json", true)]
    [InlineData("docs/runbook.md", false)]
    [InlineData("my/config/x.json", false)]
    public void The_hook_runs_where_something_changes_that_it_checks(string file, bool runs)
    {
        var hook = Hook("amigov-validate");
        Assert.Equal("false", (string?)hook["pass_filenames"]);
        Assert.Equal(runs, Regex.IsMatch(file, (string)hook["files"]!));
        if (!runs)
            return;
        var entry = ((string)hook["entry"]!).Split(' ');
        Assert.Equal("amigov", entry[0]);
        Assert.Contains("✅ VALIDATION PASSED", bench.Amigov(entry[1..]), StringComparison.Ordinal);
    }

    /// <summary>It reads all files: what those that were changed say may rest on others.</summary>
    [Theory]
    [InlineData("main.tf", true)]
    [InlineData("env/prod.auto.tfvars", true)]
    [InlineData("image.pkr.hcl", true)]
    [InlineData("stack.yaml", true)]
    [InlineData("stack.yml", true)]
    [InlineData("launch.sh", true)]
    [InlineData("README.md", false)]
    [InlineData("main.tfstate.backup", false)]
    public void The_hook_on_images_runs_where_files_change_that_name_some(string file, bool runs)
    {
        var hook = Hook("amigov-preflight");
        Assert.Equal("false", (string?)hook["pass_filenames"]);
        Assert.Equal(runs, Regex.IsMatch(file, (string)hook["files"]!));
        if (!runs)
            return;
        System.IO.File.WriteAllText(Path.Combine(bench.Work, "any.tf"), "");
        var entry = ((string)hook["entry"]!).Split(' ');
        Assert.Contains("0 image references", bench.Amigov(entry[1..]), StringComparison.Ordinal);
    }

    private static JsonNode Hook(string id) =>
        YamlFile.Parse(File(".pre-commit-hooks.yaml")).AsArray().Single(h => (string?)h!["id"] == id)!;
}
