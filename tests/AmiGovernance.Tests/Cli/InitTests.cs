using System.CommandLine.Parsing;

namespace AmiGovernance.Tests.Cli;

public sealed class InitTests
{
    /// <summary>What the pipelines of both hosts run.</summary>
    private static readonly string[] PipelineCommands =
    [
        "validate",
        "plan",
        "comment",
        "apply",
        "promote --check",
        "promote --yes",
        "exception remind",
        "images scan",
    ];

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

    /// <summary>In audit mode nothing warns of what enforcement would not prove.</summary>
    [Theory]
    [InlineData("--managed-service", "eks_auto_mode")]
    [InlineData("--managed-service", "ecs_managed_instances")]
    [InlineData("--managed-service", "eks_auto_mode", "--managed-service", "ecs_managed_instances")]
    [InlineData("--managed-service", "eks_auto_mode", "--allow-amazon", "false")]
    [InlineData("--allow-amazon", "false")]
    public void What_it_writes_can_be_enforced(params string[] choices)
    {
        using var amigov = new Amigov();
        Assert.Equal(0, amigov.Run(["init", ".", "--yes", "--ops-account", "123456738923", .. choices]).ExitCode);
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        foreach (var command in new[] { "prove", "validate" })
        {
            var (code, output, error) = amigov.Run(command);
            Assert.True(code == 0, $"{command}: {code}: {output}{error}");
        }
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
                "gov/config/exception_process.json",
                "gov/.ci/install-amigov.sh",
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
        var gitHub = new[] { "governance", "daily", "promotion", "images" }.Select(name =>
            amigov.Text($"gov/.github/workflows/ami-{name}.yml")
        );
        var gitLab = amigov.Text("gov/.gitlab-ci.yml") + amigov.Text("gov/.gitlab/ami-images.yml");
        foreach (var ci in new[] { string.Concat(gitHub), gitLab })
        foreach (var command in PipelineCommands)
            Assert.Contains($"amigov {command}", ci, StringComparison.Ordinal);
    }

    [Fact]
    public void It_asks_for_approvals_that_somebody_vouches_for()
    {
        var amigov = new Amigov();
        amigov.Run(Scripted);
        var process = amigov.Text("gov/config/exception_process.json");
        Assert.Contains("\"required_assurance\": \"signed_or_host_approved\"", process, StringComparison.Ordinal);
        Assert.Contains("\"require_requests\": true", process, StringComparison.Ordinal);
        amigov = new Amigov();
        amigov.Run([.. Scripted, "--required-assurance", "signed", "--require-requests", "false"]);
        process = amigov.Text("gov/config/exception_process.json");
        Assert.Contains("\"required_assurance\": \"signed\"", process, StringComparison.Ordinal);
        Assert.Contains("\"require_requests\": false", process, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_without_a_request_fails_from_the_first_day()
    {
        var amigov = new Amigov();
        amigov.Run("init", "--yes", "--ops-account", "123456738923");
        amigov.As("Pat", "pat@company.com").Git!.CommitAll("start");
        var config = amigov.Text("config/ami_publishers.json");
        amigov.With(
            "config/ami_publishers.json",
            config.Replace(
                "\"exception_accounts\": []",
                "\"exception_accounts\": [{ \"account_id\": \"111122223333\", \"type\": \"migration\", \"reason\": \"x\", \"requested_by\": \"x\", \"ticket\": \"C-1\", \"approved_by\": [\"security-lead\", \"cloud-architect\"], \"approval_date\": \"2026-01-03\", \"expires_on\": \"2026-02-03\" }]",
                StringComparison.Ordinal
            )
        );
        Assert.Equal(0, amigov.Run("generate").ExitCode);
        amigov.Git!.CommitAll("an exception by hand");
        var (exitCode, _, error) = amigov.Run("validate");
        Assert.Equal(1, exitCode);
        Assert.Contains("error AMI0628", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gov/.gitlab-ci.yml")]
    [InlineData("gov/.github/workflows/ami-governance.yml")]
    public void CI_takes_nothing_by_a_name_that_others_could_hold_and_reads_the_whole_history(string path)
    {
        var amigov = new Amigov();
        amigov.Run(Scripted);
        var ci = amigov.Text(path);
        Assert.DoesNotContain("dotnet tool", ci, StringComparison.Ordinal);
        Assert.DoesNotContain(":latest", ci, StringComparison.Ordinal);
        Assert.Contains("sh .ci/install-amigov.sh", ci, StringComparison.Ordinal);
        Assert.Contains("AMIGOV_TARGET_BRANCH: ", ci, StringComparison.Ordinal);
        var pinned = ci.Split('\n').Where(l => l.Contains("uses: ", StringComparison.Ordinal)).ToList();
        Assert.All(pinned, l => Assert.Matches("uses: [a-z-]+/[a-z-]+(/[a-z-]+)?@[0-9a-f]{40} # v[0-9.]+$", l));
        var checkouts = ci.Split("actions/checkout@").Length - 1;
        Assert.Equal(checkouts, ci.Split("fetch-depth: 0").Length - 1);
        Assert.Contains(checkouts > 0 ? "pull-requests: read" : "GIT_DEPTH: \"0\"", ci, StringComparison.Ordinal);
    }

    [Fact]
    public void The_amigov_of_CI_is_asked_for_with_its_checksum()
    {
        var (sha256, image) = (new string('a', 64), $"registry.company.com/ci@sha256:{new string('b', 64)}");
        string[] source = ["--amigov-source", "https://files.company.com/amigov.tar.gz"];
        var amigov = new Amigov();
        var (exitCode, output, _) = amigov.Run([
            .. Scripted,
            .. source,
            "--amigov-sha256",
            sha256,
            "--gitlab-image",
            image,
        ]);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("install-amigov.sh       #", output, StringComparison.Ordinal);
        var script = amigov.Text("gov/.ci/install-amigov.sh");
        Assert.Contains("source='https://files.company.com/amigov.tar.gz'\n", script, StringComparison.Ordinal);
        Assert.Contains($"sha256='{sha256}'\n", script, StringComparison.Ordinal);
        Assert.Contains($"\"{image}\"", amigov.Text("gov/.gitlab-ci.yml"), StringComparison.Ordinal);

        var (refused, _, error) = new Amigov().Run([.. Scripted, .. source]);
        Assert.Equal(2, refused);
        Assert.Contains("`--amigov-sha256` is needed with `--amigov-source`", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--amigov-source", "http://files.company.com/amigov.tar.gz")]
    [InlineData("--amigov-source", "https://x/';curl evil;'")]
    [InlineData("--amigov-source", "../amigov.tar.gz")]
    [InlineData("--amigov-source", "-rf")]
    [InlineData("--amigov-sha256", "abc")]
    [InlineData("--gitlab-image", "amigov:latest")]
    public void A_place_that_is_not_pinned_is_refused(string option, string value)
    {
        var (exitCode, _, error) = new Amigov().Run([
            .. Scripted,
            "--amigov-sha256",
            new string('a', 64),
            $"{option}={value}",
        ]);
        Assert.Equal(2, exitCode);
        Assert.NotEmpty(error);
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
                "12345\n123456738923\nhttps://t.company.com/x\n\nno\ny\nn\nbuilder\narn:aws:iam::111122223333:role/Builder\ny\nn\n\n\n\n\n",
        };
        var (exitCode, _, error) = amigov.Run("init", "gov");
        Assert.Equal(0, exitCode);
        Assert.Contains("an account id has 12 digits", error, StringComparison.Ordinal);
        var config = amigov.Text("gov/config/ami_publishers.json");
        Assert.Contains("\"https://t.company.com/x\"", config, StringComparison.Ordinal);
        Assert.Contains("AWSBackupDefaultServiceRole", config, StringComparison.Ordinal);
        Assert.DoesNotContain("AWSDataLifecycleManager", config, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:role/Builder", config, StringComparison.Ordinal);
        Assert.Contains("eks_auto_mode", config, StringComparison.Ordinal);
        Assert.DoesNotContain("\"amazon\"", config, StringComparison.Ordinal);
    }

    [Fact]
    public void It_refuses_a_folder_inside_another_repository_and_says_why()
    {
        var amigov = new Amigov();
        amigov.Run("init", "--yes", "--ops-account", "123456738923");
        var before = amigov.Files.Files.Count;
        var (exitCode, _, error) = amigov.Run("init", "docs/inner", "--yes", "--ops-account", "123456738923");
        Assert.Equal((1, before), (exitCode, amigov.Files.Files.Count));
        Assert.Contains("AMI0702: the folder is inside the governance repository `.`", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../other", 0)]
    [InlineData("../other/.", 0)]
    [InlineData("docs/../../other", 0)]
    [InlineData("./docs/inner/", 1)]
    [InlineData("docs/../inner", 1)]
    public void A_folder_beside_the_repository_is_not_inside_it(string folder, int expected)
    {
        var amigov = new Amigov();
        amigov.Run("init", "--yes", "--ops-account", "123456738923");
        Assert.Equal(expected, amigov.Run("init", folder, "--yes", "--ops-account", "123456738923").ExitCode);
    }

    [Fact]
    public void Nor_is_one_outside_of_the_working_folder_put_into_another_repository()
    {
        var amigov = new Amigov();
        amigov.Run("init", "../../outer", "--yes", "--ops-account", "123456738923");
        var (exitCode, _, error) = amigov.Run("init", "../../outer/a/b", "--yes", "--ops-account", "123456738923");
        Assert.Equal(1, exitCode);
        Assert.Contains("inside the governance repository `../../outer`", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_that_is_there_is_one_finding()
    {
        var amigov = new Amigov();
        amigov.Run(Scripted);
        var (exitCode, _, error) = amigov.Run(Scripted);
        Assert.Equal(1, exitCode);
        Assert.Single(error.Split('\n'), line => line.Contains("AMI0702", StringComparison.Ordinal));
        Assert.Contains("amigov init --refresh", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Refresh_brings_templates_to_this_version_and_leaves_the_rest()
    {
        var amigov = new Amigov();
        var image = $"registry.company.com/ci@sha256:{new string('a', 64)}";
        amigov.Run([.. Scripted, "--gitlab-image", image]);
        var fresh = amigov.Files.Files.ToDictionary(f => f.Key, f => f.Value);
        amigov.With("gov/.gitattributes", "old\n").With("gov/README.md", "ours\n");
        amigov.Files.Files.Remove("gov/schema/triage.schema.json");

        var (exitCode, output, error) = amigov.Run("init", "gov", "--refresh");
        Assert.Equal(3, exitCode);
        Assert.Contains("gov/.gitattributes\n  - old\n", output, StringComparison.Ordinal);
        Assert.Contains("gov/schema/triage.schema.json (new)\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("gov/.gitlab-ci.yml", output, StringComparison.Ordinal);
        Assert.Equal("nothing was written: 2 files differ; `amigov init --refresh --yes` writes them\n", error);
        Assert.Equal("old\n", amigov.Text("gov/.gitattributes"));

        Assert.Equal(0, amigov.Run("init", "gov", "--refresh", "--yes").ExitCode);
        Assert.Equal("ours\n", amigov.Text("gov/README.md"));
        Assert.All(fresh.Where(f => f.Key != "gov/README.md"), f => Assert.Equal(f.Value, amigov.Files.Files[f.Key]));
        Assert.Equal(0, amigov.Run("init", "gov", "--refresh").ExitCode);
    }

    [Fact]
    public void Refresh_keeps_which_amigov_CI_uses()
    {
        var amigov = new Amigov();
        amigov.Run([.. Scripted, "--amigov-source", "tools/a.tar.gz", "--amigov-sha256", new string('a', 64)]);
        const string Script = "gov/.ci/install-amigov.sh";
        var now = amigov.Text(Script);
        amigov.With(Script, now.Replace("set -eu\n", "set -u\r\n", StringComparison.Ordinal));
        Assert.Equal(0, amigov.Run("init", "gov", "--refresh", "--yes").ExitCode);
        Assert.Equal(now, amigov.Text(Script));

        amigov.With(Script, "#!/bin/sh\napt-get install amigov\n");
        var (exitCode, _, error) = amigov.Run("init", "gov", "--refresh");
        Assert.Equal(0, exitCode);
        Assert.StartsWith($"{Script} is your own and stays", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Refresh_needs_a_repository() =>
        Assert.Equal(1, new Amigov().Run("init", "--refresh", "--yes").ExitCode);

    [Theory]
    [InlineData("--ops-account", "000000000000")]
    [InlineData("--exception-url", "https://tickets.example.com/x")]
    public void What_is_only_an_example_is_refused(string option, string value)
    {
        var amigov = new Amigov();
        string[] line = ["init", "--yes", "--ops-account", "123456738923", option, value];
        Assert.Equal(2, amigov.Run(option == "--ops-account" ? ["init", "--yes", option, value] : line).ExitCode);
        Assert.Empty(amigov.Files.Files);
    }

    [Fact]
    public void What_nobody_gave_is_left_out_and_not_made_up()
    {
        var amigov = new Amigov();
        amigov.Run(Scripted);
        Assert.DoesNotContain(
            amigov.Files.Files.Keys,
            path =>
                amigov.Text(path).Contains("example.com", StringComparison.Ordinal)
                && !path.Contains("schema", StringComparison.Ordinal)
        );
    }

    /// <summary>The configuration stays as it is, so that nothing would come of them.</summary>
    [Theory]
    [InlineData("--from-organization")]
    [InlineData("--ops-account", "123456738923")]
    [InlineData("--exception-url", "https://tickets.company.com/ami")]
    [InlineData("--allow-amazon", "true")]
    [InlineData("--amigov-source", "tools/amigov.tar.gz")]
    [InlineData("--days", "30")]
    public void What_only_a_new_repository_takes_is_refused_with_a_refresh(params string[] option)
    {
        var (code, _, error) = new Amigov().Run(["init", "--refresh", .. option]);
        Assert.Equal(2, code);
        Assert.Contains(
            $"'{option[0]}' is for a new repository; it does not go with '--refresh'\n",
            error,
            StringComparison.Ordinal
        );
    }
}
