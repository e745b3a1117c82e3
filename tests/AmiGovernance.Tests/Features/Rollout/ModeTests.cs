using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>The mode that is deployed stays until somebody says another one.</summary>
public sealed class ModeTests
{
    private const string Audit = "\"enforcement_mode\": \"audit_mode\"";
    private const string Enabled = "\"enforcement_mode\": \"enabled\"";
    private const string Settings = "\"policy_config\": { ";

    /// <summary>The configuration says audit mode, as `init` writes it.</summary>
    private static readonly string InAudit = Samples.Clean.Replace(
        Settings,
        $"{Settings}{Audit}, ",
        StringComparison.Ordinal
    );

    private static RolloutBench Audited(string config)
    {
        var bench = new RolloutBench().Configure(config, "audit_mode");
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        return bench;
    }

    private static CommandOutcome Promoted(RolloutBench bench)
    {
        var outcome = new RolloutCommands(bench).Promote([]);
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        return outcome;
    }

    private static AllowedImagesState? Deployed(RolloutBench bench) => bench.Plan().Result.Plan!.ModeBefore;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Promote_generate_apply_keeps_enforcement(bool isInRepository)
    {
        var bench = Audited(InAudit).Configure(InAudit, "enabled");
        if (isInRepository)
            bench.Commit();
        Assert.Contains(
            "says `enforcement_mode`: `enabled` now; commit it",
            Promoted(bench).Out,
            StringComparison.Ordinal
        );

        var (code, _, error) = bench.Amigov.Run("generate");
        Assert.True(code == 0, error);
        Assert.Contains("mode: enabled", error, StringComparison.Ordinal);
        var applied = new RolloutCommands(bench).Apply();
        Assert.Equal(0, applied.ExitCode);
        Assert.Contains("nothing to do", applied.Out, StringComparison.Ordinal);
        Assert.Equal(AllowedImagesState.Enabled, Deployed(bench));
    }

    [Fact]
    public void Where_it_cannot_be_written_the_exit_code_says_so()
    {
        var bench = Audited(InAudit).Configure(InAudit, "enabled");
        bench.Amigov.Files.Unwritable = Samples.ConfigPath;
        var outcome = new RolloutCommands(bench).Promote([]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("could not be changed: set", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("the disk is full", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(AllowedImagesState.Enabled, Deployed(bench));
    }

    [Fact]
    public void Only_the_mode_changes_in_the_configuration()
    {
        var bench = Audited(InAudit).Configure(InAudit, "enabled");
        Promoted(bench);
        var wanted = InAudit.Replace(Audit, Enabled, StringComparison.Ordinal);
        Assert.Equal(wanted, bench.Amigov.Text(Samples.ConfigPath));
    }

    [Fact]
    public void A_configuration_that_says_no_mode_gets_one()
    {
        var bench = Audited(Samples.Clean).Configure(Samples.Clean, "enabled");
        Promoted(bench);
        var wanted = Samples.Clean.Replace(
            "\"max_exception_days\": 90",
            $"\"max_exception_days\": 90, {Enabled}",
            StringComparison.Ordinal
        );
        Assert.Equal(wanted, bench.Amigov.Text(Samples.ConfigPath));
    }

    [Fact]
    public void A_stage_leaves_the_mode_of_the_configuration()
    {
        var bench = Audited(InAudit);
        Assert.Equal(0, new RolloutCommands(bench).Promote(["ou-ab12-workload"]).ExitCode);
        Assert.Equal(InAudit, bench.Amigov.Text(Samples.ConfigPath));
        Assert.Equal(0, bench.Amigov.Run("generate").ExitCode);
    }

    [Fact]
    public void A_configuration_with_changes_that_are_not_committed_is_not_touched_and_generate_stops()
    {
        var bench = Audited(InAudit).Commit().Configure($"{InAudit}\n", "enabled");
        var outcome = Promoted(bench);
        Assert.Contains(
            "has changes that are not committed, and was not touched",
            outcome.Out,
            StringComparison.Ordinal
        );
        Assert.Equal($"{InAudit}\n", bench.Amigov.Text(Samples.ConfigPath));

        var before = bench.Amigov.Text("dist/declarative-policy-ec2.json");
        var (code, _, error) = bench.Amigov.Run("generate");
        Assert.Equal(1, code);
        Assert.Contains("AMI0511", error, StringComparison.Ordinal);
        Assert.Contains(
            "the configuration says `audit_mode`; what is deployed is in `enabled`",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains("`--mode enabled`", error, StringComparison.Ordinal);
        Assert.Equal(before, bench.Amigov.Text("dist/declarative-policy-ec2.json"));
    }

    /// <summary>As the runbook prepares a promotion, and CI checks it.</summary>
    [Fact]
    public void A_check_looks_at_the_configuration_alone()
    {
        var ahead = InAudit.Replace(Audit, Enabled, StringComparison.Ordinal);
        var bench = Audited(InAudit).Configure(ahead, "enabled");
        Assert.Equal(0, bench.Amigov.Run("generate", "--check").ExitCode);
        Assert.Equal(1, bench.Amigov.Run("generate").ExitCode);
        Promoted(bench);
        Assert.Equal(0, bench.Amigov.Run("generate").ExitCode);
    }

    /// <summary>The promotion came through, and the process was killed before it could write.</summary>
    [Fact]
    public void Promote_again_writes_the_mode_that_a_killed_run_did_not()
    {
        var bench = Audited(InAudit).Configure(InAudit, "enabled");
        Promoted(bench);
        bench.Amigov.With(Samples.ConfigPath, InAudit);
        Assert.Contains("nothing to do", Promoted(bench).Out, StringComparison.Ordinal);
        Assert.Contains(Enabled, bench.Amigov.Text(Samples.ConfigPath), StringComparison.Ordinal);
    }

    [Fact]
    public void After_an_emergency_generate_asks_which_mode_is_meant()
    {
        var bench = Audited(InAudit).Configure(InAudit, "enabled");
        Promoted(bench);
        Assert.Equal(0, new RolloutCommands(bench).Rollback(RollbackTo.AuditMode).ExitCode);
        var (code, _, error) = bench.Amigov.Run("generate");
        Assert.Equal(1, code);
        Assert.Contains(
            "the configuration says `enabled`; what is deployed is in `audit_mode`",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains("`amigov promote`", error, StringComparison.Ordinal);
        Assert.Equal(0, bench.Amigov.Run("generate", "--mode", "audit_mode").ExitCode);
    }

    [Theory]
    [InlineData("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n  \"b\": \"c\"\n}\n")]
    [InlineData("{ \"a\": 1 }", "{ \"a\": 1, \"b\": \"c\" }")]
    [InlineData("{\"a\":1}", "{\"a\":1, \"b\":\"c\"}")]
    [InlineData("{}", "{ \"b\": \"c\" }")]
    public void A_member_is_added_in_the_layout_of_the_file(string before, string after)
    {
        var tree = JsonParser.Parse(SourceText.FromString("file", before), new DiagnosticBag())!;
        var edited = JsonEdit.AddMember(tree, (JsonObject)tree.Root, NewMember.Of("b", "c"));
        Assert.Equal(after, Encoding.UTF8.GetString(edited));
    }
}
