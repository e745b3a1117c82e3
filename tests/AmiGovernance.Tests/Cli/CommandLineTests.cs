using System.Text.RegularExpressions;
using AmiGovernance.Cli;

namespace AmiGovernance.Tests.Cli;

public sealed partial class CommandLineTests
{
    [Fact]
    public void Version_is_one_line()
    {
        var (exitCode, output, _) = new Amigov().Run("--version");
        Assert.Equal(0, exitCode);
        Assert.Equal("0.1.0\n", output);
    }

    [Fact]
    public void The_version_of_the_build_is_a_semantic_version() =>
        Assert.Matches(SemanticVersion(), BareContext.Of().Version);

    /// <summary>Semantic Versioning 2.0.0, the expression that its FAQ suggests.</summary>
    [GeneratedRegex(
        @"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
            + @"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + @"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$"
    )]
    private static partial Regex SemanticVersion();

    [Fact]
    public void The_schema_is_the_file_in_the_repository() =>
        Assert.Equal(
            File.ReadAllText(RepositoryRoot.File("schema", "ami_publishers.schema.json")),
            new Amigov().Run("schema").Out
        );

    [Fact]
    public void Generate_writes_nothing_when_the_configuration_has_an_error()
    {
        var amigov = new Amigov().With(
            Samples.ConfigPath,
            Samples.Clean.Replace("111122223333", "11112222333", StringComparison.Ordinal)
        );
        Assert.Equal(1, amigov.Run("generate").ExitCode);
        Assert.Equal([Samples.ConfigPath], amigov.Files.Files.Keys);
    }

    [Fact]
    public void Generate_again_changes_nothing()
    {
        var amigov = new Amigov().With(Samples.ConfigPath, Samples.Governance);
        amigov.Now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
        amigov.Run("generate");
        var before = amigov.Files.Files.ToDictionary(f => f.Key, f => f.Value);
        amigov.Run("generate");
        Assert.Equal(before, amigov.Files.Files);
        Assert.Equal(0, amigov.Run("generate", "--check").ExitCode);
        Assert.Equal(0, amigov.Run("validate").ExitCode);
    }

    [Fact]
    public void Generate_removes_parts_that_are_needed_no_longer()
    {
        var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean).With("dist/scp-ami-guardrail-2.json", "{}");
        amigov.Run("generate");
        Assert.False(amigov.Files.Exists("dist/scp-ami-guardrail-2.json"));
    }

    [Fact]
    public void A_failing_disk_is_an_error_and_not_a_bug()
    {
        var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        amigov.Files.FailWrites = true;
        var (exitCode, _, error) = amigov.Run("generate");
        Assert.Equal(1, exitCode);
        Assert.Contains("AMI0701", error, StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_day_of_expiry_a_policy_generated_before_is_stale()
    {
        var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        amigov.Run("generate");
        amigov.Now = new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero);
        Assert.Equal(0, amigov.Run("generate", "--check").ExitCode);
        amigov.Now = amigov.Now.AddSeconds(1);
        Assert.Equal(3, amigov.Run("generate", "--check").ExitCode);
        Assert.Equal(1, amigov.Run("exceptions", "check").ExitCode);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public void Each_shell_gets_a_script_that_asks_the_program(string shell) =>
        Assert.Contains("[suggest:", new Amigov().Run("completion", shell).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("amigov gen", "generate")]
    [InlineData("amigov generate --m", "--mode")]
    [InlineData("amigov generate --mode ", "audit_mode")]
    [InlineData("amigov validate --output ", "sarif")]
    [InlineData("amigov code AMI02", "AMI0201")]
    public void The_program_completes_commands_options_and_values(string line, string expected) =>
        Assert.Contains(expected, new Amigov().Run($"[suggest:{line.Length}]", line).Out.Split('\n'));

    /// <summary>Start-up is felt: what the line says of how to speak, or where the user is, is no reason to make all commands again.</summary>
    [Theory]
    [InlineData("", "version")]
    [InlineData("", "version", "--quiet")]
    [InlineData("", "version", "--color", "never", "--verbose")]
    [InlineData("config", "version", "--verbose")]
    [InlineData("config", "validate", "--policies", "../dist")]
    public void The_commands_are_made_once(string start, params string[] line)
    {
        var made = 0;
        var context = BareContext.Of() with { Start = start };
        var result = AmigovProgram.Parse(
            line,
            context,
            c =>
            {
                made++;
                return AmigovProgram.Create(c);
            }
        );
        Assert.Empty(result.Errors);
        Assert.Equal(1, made);
        Assert.Equal((line.Contains("--quiet"), line.Contains("--verbose")), (context.IsQuiet, context.IsVerbose));
    }

    /// <summary>One that was called otherwise would be made for no line.</summary>
    [Fact]
    public void Each_command_alone_is_the_one_among_all()
    {
        var groups = new CommandGroups(BareContext.Of(), (_, _, _) => Task.FromResult(0));
        foreach (var command in groups.All().SelectMany(g => g.Commands))
        {
            var alone = groups.For([command.Name]).SelectMany(g => g.Commands).ToList();
            Assert.Contains(command.Name, alone.Select(c => c.Name));
            Assert.True(alone.Count == 1 || alone.Count == groups.All().Sum(g => g.Commands.Length), command.Name);
        }
        Assert.Single(groups.For(["validate", "--help"]).SelectMany(g => g.Commands));
        Assert.Equal("version", Assert.Single(groups.For(["--version"]).SelectMany(g => g.Commands)).Name);
    }

    /// <summary>A misspelt name, an option before the name, and the commands that tell of others need all.</summary>
    [Theory]
    [InlineData("valdate")]
    [InlineData("--quiet", "validate")]
    [InlineData("help", "validate")]
    [InlineData("[suggest:4]", "amigov v")]
    [InlineData]
    public void All_commands_are_made_where_a_line_may_lead_to_any(params string[] line)
    {
        var groups = new CommandGroups(BareContext.Of(), (_, _, _) => Task.FromResult(0));
        Assert.Equal(groups.All().Sum(g => g.Commands.Length), groups.For(line).Sum(g => g.Commands.Length));
    }

    [Fact]
    public void Nobody_is_quiet_and_tells_each_call()
    {
        var (code, _, error) = new Amigov().Run("version", "--quiet", "--verbose");
        Assert.Equal(2, code);
        Assert.StartsWith("'--quiet' and '--verbose' do not go together\n", error, StringComparison.Ordinal);
    }
}
