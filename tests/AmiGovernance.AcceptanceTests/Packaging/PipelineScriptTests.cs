using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.AcceptanceTests.Support.Pipelines;
using AmiGovernance.TestSupport.Pipelines;

namespace AmiGovernance.AcceptanceTests.Packaging;

/// <summary>The scripts of the release are scripts, and stop where a setting is missing.</summary>
public sealed class PipelineScriptTests
{
    private const string Image =
        "registry.invalid/image@sha256:0000000000000000000000000000000000000000000000000000000000000000";

    public static TheoryData<string> Names => new(ReleasePipelines.Scripts.Select(s => s.Key));

    private static string Script(string name) => ReleasePipelines.Scripts.Single(s => s.Key == name).Value;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_step_can_be_parsed(string name) => Tool.Run("bash", ["-n"], Script(name));

    [Fact]
    public void ShellCheck_has_nothing_against_the_scripts()
    {
        var scripts = Directory.GetFiles(RepositoryRoot.File("packaging"), "*.sh", SearchOption.AllDirectories);
        Assert.NotEmpty(scripts);
        Tool.Run("shellcheck", scripts.Order(StringComparer.Ordinal));
        foreach (var script in scripts)
            Tool.Run("test", ["-x", script]);
    }

    public static TheoryData<string, string, int> GitHubSettings =>
        new()
        {
            { "", "", 0 },
            { "SDK_MUSL", "", 1 },
            { "SDK_MUSL", "registry.invalid/image:latest", 1 },
            { "BASE", "", 1 },
            { "IMAGE", "", 1 },
            { "IMAGE", "registry.invalid/owner/amigov:1", 1 },
            { "MAINTAINER", "somebody", 1 },
        };

    [Theory]
    [MemberData(nameof(GitHubSettings))]
    public void GitHub_stops_where_a_variable_is_missing(string name, string value, int exitCode)
    {
        var variables = new Dictionary<string, string>
        {
            ["SDK_MUSL"] = Image,
            ["BASE"] = Image,
            ["IMAGE"] = "registry.invalid/owner/amigov",
            ["MAINTAINER"] = "Somebody <somebody@company.com>",
        };
        Check("GitHub settings 0", variables, name, value, exitCode);
    }

    public static TheoryData<string, string, int> GitLabSettings =>
        new()
        {
            { "", "", 0 },
            { "AMIGOV_GATE", "", 1 },
            { "AMIGOV_SDK", "", 1 },
            { "AMIGOV_SDK_MUSL", "", 1 },
            { "AMIGOV_BASE", "registry.invalid/image:latest", 1 },
            { "AMIGOV_DOCKER", "", 1 },
            { "AMIGOV_DOCKER_DIND", "", 1 },
            { "AMIGOV_COSIGN", "", 1 },
            { "AMIGOV_MAINTAINER", "somebody", 1 },
        };

    [Theory]
    [MemberData(nameof(GitLabSettings))]
    public void GitLab_stops_where_a_variable_is_missing(string name, string value, int exitCode)
    {
        var variables = new[]
        {
            "AMIGOV_GATE",
            "AMIGOV_SDK",
            "AMIGOV_SDK_MUSL",
            "AMIGOV_BASE",
            "AMIGOV_DOCKER",
            "AMIGOV_DOCKER_DIND",
            "AMIGOV_COSIGN",
        }.ToDictionary(n => n, _ => Image);
        variables["AMIGOV_MAINTAINER"] = "Somebody <somebody@company.com>";
        Check("GitLab settings script", variables, name, value, exitCode);
    }

    private static void Check(
        string script,
        Dictionary<string, string> variables,
        string name,
        string value,
        int exitCode
    )
    {
        if (name.Length > 0)
            variables[name] = value;
        var folder = Directory.CreateTempSubdirectory("amigov-settings-");
        try
        {
            var (code, output) = BashRun.Of(Script(script), folder.FullName, variables);
            Assert.Equal(exitCode, code);
            Assert.Equal(exitCode != 0, output.Contains(name.Length > 0 ? name : "variable", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
