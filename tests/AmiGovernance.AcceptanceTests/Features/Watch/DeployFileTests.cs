using System.Text.Json;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Features.Watch.Telemetry;

namespace AmiGovernance.AcceptanceTests.Features.Watch;

/// <summary>Alerts, dashboard, unit and container file in deploy/ name only what is there.</summary>
public sealed partial class DeployFileTests
{
    private static string PathOf(string name) => RepositoryRoot.File("deploy", name);

    private static JsonElement Yaml(string name) =>
        JsonDocument.Parse(Tool.RunJudge("deploy.mjs", "", "yaml", PathOf(name))).RootElement;

    /// <summary>As `/metrics` says them.</summary>
    private static HashSet<string> Served()
    {
        using var text = new PrometheusText();
        using var metrics = new WatchMetrics(TimeSpan.FromMinutes(1), TimeProvider.System);
        // The counters of calls are there once AWS was called.
        AwsTelemetry.Begin("ec2", "DescribeRegions", "us-east-1")?.Dispose();
        return [.. TypeLine().Matches(text.Read()).Select(m => m.Groups[1].Value)];
    }

    private static HashSet<string> Named(string text) => [.. Metric().Matches(text).Select(m => m.Value)];

    [Fact]
    public void Alerts_are_on_metrics_that_are_served()
    {
        var rules = Yaml("alerts.yaml")
            .GetProperty("groups")
            .EnumerateArray()
            .SelectMany(g => g.GetProperty("rules").EnumerateArray());
        var names = new HashSet<string>(StringComparer.Ordinal);
        var served = Served();
        foreach (var rule in rules)
        {
            Assert.True(names.Add(rule.GetProperty("alert").GetString()!));
            Assert.NotEmpty(rule.GetProperty("annotations").GetProperty("summary").GetString()!);
            var named = Named(rule.GetProperty("expr").GetString()!);
            Assert.NotEmpty(named);
            Assert.Subset(served, named);
        }
        Assert.True(names.Count >= 4);
    }

    [Fact]
    public void The_dashboard_shows_metrics_that_are_served()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(PathOf("grafana-dashboard.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        Assert.Equal(panels.Count, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
        var served = Served();
        foreach (var target in panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()))
        {
            var named = Named(target.GetProperty("expr").GetString()!);
            Assert.Single(named);
            Assert.Subset(served, named);
        }
        // Where Grafana puts them: none over another, none beyond its 24 columns.
        var cells = panels.SelectMany(p => Cells(p.GetProperty("gridPos"))).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, c => Assert.InRange(c.X, 0, 23));
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonElement position)
    {
        int At(string name) => position.GetProperty(name).GetInt32();
        return from x in Enumerable.Range(At("x"), At("w")) from y in Enumerable.Range(At("y"), At("h")) select (x, y);
    }

    /// <summary>Directives of systemd.unit(5), systemd.service(5) and systemd.exec(5).</summary>
    private static readonly Dictionary<string, string[]> Directives = new()
    {
        ["Unit"] = ["After", "Description", "Wants"],
        ["Service"] =
        [
            "Environment",
            "EnvironmentFile",
            "ExecStart",
            "NoNewPrivileges",
            "PrivateTmp",
            "ProtectHome",
            "ProtectSystem",
            "ReadWritePaths",
            "Restart",
            "RestartSec",
            "SuccessExitStatus",
            "TimeoutStopSec",
            "User",
            "WorkingDirectory",
        ],
        ["Install"] = ["WantedBy"],
    };

    private static List<(string Section, string Key, string Value)> Unit()
    {
        var section = "";
        var found = new List<(string, string, string)>();
        foreach (var line in File.ReadLines(PathOf("amigov-watch.service")))
        {
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            if (line.StartsWith('['))
                section = line.Trim('[', ']');
            else
                found.Add((section, line.Split('=', 2)[0], line.Split('=', 2)[1]));
        }
        return found;
    }

    [Fact]
    public void The_unit_has_directives_that_systemd_knows() =>
        Assert.All(Unit(), d => Assert.Contains(d.Key, Directives[d.Section]));

    /// <summary>With its folders and its port elsewhere, and `--once`.</summary>
    [Fact]
    public async Task The_command_of_the_unit_looks()
    {
        await using var container = await WatchContainer.Start();
        container.Variables["AMIGOV_CHAT_WEBHOOK"] = "https://127.0.0.1:9/hook";
        string Value(string key) => Unit().Single(d => d.Key == key).Value;
        var command = Value("ExecStart").Split(' ');
        Assert.Equal("/usr/local/bin/amigov", command[0]);
        Assert.Equal("/var/lib/amigov/governance", Value("WorkingDirectory"));
        Directory.CreateDirectory(container.Home);
        Tool.Run("git", ["clone", "--quiet", container.People.Remote, container.Clone]);
        var arguments = command
            .Skip(1)
            .Select(a => a.Replace("/var/lib/amigov", container.Home, StringComparison.Ordinal))
            .Select(a => a == "127.0.0.1:9464" ? $"127.0.0.1:{LoopbackServer.FreePort()}" : a);
        var (code, output) = container.Run(container.Clone, ["amigov", .. arguments, "--once"]);
        Assert.True(code == 0, output);
        Assert.Contains("nothing is deployed yet", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_holds_files_that_are_there_and_names_no_registry()
    {
        var lines = File.ReadAllText(RepositoryRoot.File("Containerfile"))
            .Replace("\\\n", "", StringComparison.Ordinal)
            .Split('\n');
        var stages = lines.Where(l => l.StartsWith("FROM ", StringComparison.Ordinal)).ToList();
        Assert.All(stages, s => Assert.Matches(@"^FROM \$\{(SDK|BASE)\}( AS \w+)?$", s));
        Assert.Contains("FROM ${BASE} AS watch", stages);
        var copied = lines
            .Where(l => l.StartsWith("COPY deploy/", StringComparison.Ordinal))
            .SelectMany(l => l.Split(' ')[1..^1])
            .ToList();
        Assert.All(copied, file => Assert.True(File.Exists(RepositoryRoot.File(file)), file));
        var entry = Assert.Single(
            lines,
            l => l.StartsWith("ENTRYPOINT", StringComparison.Ordinal) && l.Contains("sh", StringComparison.Ordinal)
        );
        Assert.Contains(copied, file => entry == $"ENTRYPOINT [\"{Path.GetFileName(file)}\"]");
        Assert.Contains(
            copied,
            file =>
                File.ReadAllText(RepositoryRoot.File("deploy", "terraform", "lambda.tf"))
                    .Contains($"[\"{Path.GetFileName(file)}\"]", StringComparison.Ordinal)
        );
        foreach (var file in copied)
            Tool.Run("test", ["-x", RepositoryRoot.File(file)]);
    }

    [GeneratedRegex("^# TYPE (amigov_[a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("amigov_[a-z_]+")]
    private static partial Regex Metric();
}
