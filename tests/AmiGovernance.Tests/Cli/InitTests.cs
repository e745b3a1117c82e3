using System.CommandLine.Parsing;

namespace AmiGovernance.Tests.Cli;

public sealed class InitTests
{
    private static readonly string[] Scripted = ["init", "gov", "--yes", "--ops-account", "123456738923"];

    [Fact]
    public void A_new_repository_validates_without_a_finding()
    {
        var amigov = new Amigov();
        Assert.Equal(0, amigov.Run(Scripted).ExitCode);
        var (exitCode, output, error) = amigov.Run(
            "validate",
            "--config",
            "gov/config/ami_publishers.json",
            "--out",
            "gov/dist"
        );
        Assert.Equal(0, exitCode);
        Assert.Contains("✅ VALIDATION PASSED", output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_holds_what_a_team_needs()
    {
        var amigov = new Amigov();
        amigov.Run(Scripted);
        Assert.Superset(
            new HashSet<string>([
                "gov/config/ami_publishers.json",
                "gov/schema/ami_publishers.schema.json",
                "gov/.gitlab-ci.yml",
                "gov/.github/workflows/ami-governance.yml",
                "gov/.gitlab/merge_request_templates/Default.md",
                "gov/.github/pull_request_template.md",
                "gov/docs/runbook.md",
                "gov/README.md",
                "gov/dist/scp-ami-guardrail.json",
            ]),
            amigov.Files.Files.Keys.ToHashSet()
        );
        Assert.All(
            amigov.Files.Files.Keys,
            path =>
                Assert.DoesNotContain(
                    "{{",
                    path.EndsWith(".yml", StringComparison.Ordinal) ? "" : amigov.Text(path),
                    StringComparison.Ordinal
                )
        );
        foreach (var ci in new[] { "gov/.gitlab-ci.yml", "gov/.github/workflows/ami-governance.yml" })
        {
            Assert.Contains("amigov validate", amigov.Text(ci), StringComparison.Ordinal);
            Assert.Contains("exception check", amigov.Text(ci), StringComparison.Ordinal);
            Assert.Contains("--check", amigov.Text(ci), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_runbook_names_only_commands_that_exist()
    {
        var amigov = new Amigov();
        amigov.Run(Scripted);
        var lines = amigov
            .Text("gov/docs/runbook.md")
            .Split('\n')
            .Select(l => l.Trim())
            .Where(l => l.StartsWith("amigov ", StringComparison.Ordinal));
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            var words = CommandLineParser.SplitCommandLine(line.Split(['#', '|', '>', ';', '&'], 2)[0]).Skip(1);
            var (_, _, error) = new Amigov().Run([.. words]);
            Assert.False(
                error.Contains("--help` shows", StringComparison.Ordinal),
                $"`{line}` is no command line of amigov: {error}"
            );
        }
    }

    [Fact]
    public void It_overwrites_nothing()
    {
        var amigov = new Amigov().With("gov/README.md", "mine");
        var (exitCode, _, error) = amigov.Run(Scripted);
        Assert.Equal(1, exitCode);
        Assert.Contains("AMI0702", error, StringComparison.Ordinal);
        Assert.Equal(["gov/README.md"], amigov.Files.Files.Keys);
    }

    [Fact]
    public void In_a_script_the_ops_account_must_be_given() =>
        Assert.Equal(2, new Amigov().Run("init", "--yes").ExitCode);

    [Fact]
    public void In_a_terminal_it_asks_and_asks_again_after_a_wrong_answer()
    {
        var amigov = new Amigov
        {
            IsInteractive = true,
            Input =
                "12345\n123456738923\nhttps://t.example.com/x\n\nno\ny\nn\nbuilder\narn:aws:iam::111122223333:role/Builder\ny\nn\n",
        };
        var (exitCode, _, error) = amigov.Run("init", "gov");
        Assert.Equal(0, exitCode);
        Assert.Contains("an account id has 12 digits", error, StringComparison.Ordinal);
        var config = amigov.Text("gov/config/ami_publishers.json");
        Assert.Contains("\"https://t.example.com/x\"", config, StringComparison.Ordinal);
        Assert.Contains("AWSBackupDefaultServiceRole", config, StringComparison.Ordinal);
        Assert.DoesNotContain("AWSDataLifecycleManager", config, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:role/Builder", config, StringComparison.Ordinal);
        Assert.Contains("eks_auto_mode", config, StringComparison.Ordinal);
        Assert.DoesNotContain("\"amazon\"", config, StringComparison.Ordinal);
    }
}
