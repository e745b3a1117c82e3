using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Tests.Cli;

/// <summary>Paths that are given are relative to the folder that the user is in, defaults to the repository.</summary>
public sealed class GivenPathsTests
{
    private static Amigov In(string start) => new Amigov { Start = start }.With(Samples.ConfigPath, Samples.Clean);

    [Fact]
    public void Defaults_are_the_repositorys()
    {
        var amigov = In("docs");
        Assert.Equal(0, amigov.Run("generate").ExitCode);
        Assert.True(amigov.Files.Exists("dist/scp-ami-guardrail.json"));
    }

    [Theory]
    [InlineData("docs", "mine.json", "docs/mine.json")]
    [InlineData("docs/how", "../mine.json", "docs/mine.json")]
    [InlineData("docs", "../mine.json", "mine.json")]
    [InlineData("../elsewhere", "mine.json", "../elsewhere/mine.json")]
    [InlineData("docs", "/tmp/mine.json", "/tmp/mine.json")]
    public void What_is_given_is_where_the_user_is(string start, string given, string expected)
    {
        var amigov = In(start);
        Assert.Equal(0, amigov.Run("allowlist", "-o", $"json={given}").ExitCode);
        Assert.True(amigov.Files.Exists(expected), string.Join(", ", amigov.Files.Files.Keys));
    }

    [Fact]
    public void Arguments_are_paths_too()
    {
        var amigov = In("docs");
        amigov.Run("generate");
        amigov.With("docs/scp.json", amigov.Text("dist/scp-ami-guardrail.json"));
        Assert.Equal(0, amigov.Run("lint", "scp.json").ExitCode);
    }

    [Fact]
    public void A_configuration_of_the_environment_is_used_where_none_is_named()
    {
        var amigov = new Amigov { Config = "other/mine.json" }.With("other/mine.json", Samples.Clean);
        Assert.Equal(0, amigov.Run("allowlist").ExitCode);
        Assert.Equal(1, amigov.Run("allowlist", "--config", "none.json").ExitCode);
    }

    [Fact]
    public void Whatever_takes_a_path_is_known()
    {
        var all = HelpSheets.All(CommandTree.Create()).ToList();
        var options = all.SelectMany(c => c.Options).Where(GivenPaths.IsPath).Select(o => o.Name);
        string[] expected =
        [
            "--against",
            "--bundle",
            "--bundle-key",
            "--certificate",
            "--checksums",
            "--config",
            "--csv",
            "--db",
            "--dir",
            "--endpoint-policy",
            "--faults",
            "--from",
            "--from-event",
            "--identity-policy",
            "--image-facts",
            "--import",
            "--key",
            "--org",
            "--out",
            "--owners",
            "--permissions-boundary",
            "--policies",
            "--rcp",
            "--session-policy",
            "--sign-key",
            "--state",
            "--to",
            "--trail",
            "--triage",
            "--world",
            "--write",
        ];
        Assert.Equal(expected, options.Distinct().Order(StringComparer.Ordinal));
        var arguments = all.SelectMany(c => c.Arguments).Where(GivenPaths.IsPath).Select(a => a.Name);
        Assert.Equal(["DIR", "FILE", "NEW", "OLD", "PATH", "PLAN"], arguments.Distinct().Order(StringComparer.Ordinal));
    }
}
