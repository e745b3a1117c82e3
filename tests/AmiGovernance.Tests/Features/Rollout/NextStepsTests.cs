using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>After each deployment somebody knows what to do next.</summary>
public sealed class NextStepsTests
{
    private const string Workloads = "ou-ab12-workload";

    private static RolloutBench Audited()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        return bench;
    }

    private static NextSteps Steps(RolloutBench bench, AllowedImagesState? configured = null, int days = 0) =>
        new(bench.Log(), new PolicyConfig { EnforcementMode = configured }, bench.Time.GetUtcNow().AddDays(days));

    private static string After(RolloutBench bench, AllowedImagesState? configured = null) =>
        string.Join('\n', Steps(bench, configured).AfterDeployment());

    [Fact]
    public void In_audit_mode_the_record_is_committed_and_the_gate_is_waited_for()
    {
        var steps = Steps(Audited()).AfterDeployment();
        Assert.Equal(3, steps.Length);
        Assert.StartsWith("commit `deployments/`", steps[0], StringComparison.Ordinal);
        Assert.Contains("amigov verify", steps[1], StringComparison.Ordinal);
        Assert.StartsWith(
            "wait until 2026-01-17 12:00 UTC (gate audit-time, 14 days)",
            steps[2],
            StringComparison.Ordinal
        );
        Assert.Contains("amigov promote", steps[2], StringComparison.Ordinal);
    }

    /// <summary>Where the type of the declarative policy was switched off, no mode is told, and the other layer may stand.</summary>
    [Theory]
    [InlineData(true, "still attached")]
    [InlineData(false, "nothing of ours is attached")]
    public void Without_a_mode_what_is_attached_is_told(bool isAttached, string told)
    {
        var at = new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);
        var policy = new RecordedPolicy("p-1", "scp", OrganizationPolicyType.ServiceControlPolicy, "", "{}")
        {
            Targets = isAttached ? ["r-ab12"] : [],
        };
        var log = new DeploymentLog([
            new DeploymentEntry(DeploymentEvent.Started, at, "d") { Before = [policy] },
            new DeploymentEntry(DeploymentEvent.Finished, at, "d"),
        ]);
        Assert.Contains(
            told,
            Assert.Single(new NextSteps(log, new PolicyConfig(), at).Now(isCommitted: true)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Once_the_gate_is_open_it_is_said()
    {
        var step = Assert.Single(Steps(Audited(), days: 14).Now(isCommitted: true));
        Assert.StartsWith("audit mode ran long enough", step, StringComparison.Ordinal);
        Assert.Equal(2, Steps(Audited(), days: 14).Now(isCommitted: false).Length);
        Assert.Single(Steps(Audited(), days: 14).Now(isCommitted: null));
    }

    [Fact]
    public void After_a_promotion_the_mode_is_committed_unless_it_is_already()
    {
        var bench = Audited();
        bench.Configure(Samples.Clean, "enabled").Promote();
        Assert.Contains("set `enforcement_mode` to `enabled`", After(bench), StringComparison.Ordinal);
        Assert.DoesNotContain("enforcement_mode", After(bench, AllowedImagesState.Enabled), StringComparison.Ordinal);
        Assert.Contains("rollback --to audit_mode", After(bench), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_stage_the_next_part_is_named()
    {
        var bench = Audited();
        bench.Promote(Workloads);
        Assert.Contains($"enforced so far: {Workloads}; the next part", After(bench), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_rollback_the_configuration_must_not_bring_enforcement_back()
    {
        var bench = Audited();
        bench.Configure(Samples.Clean, "enabled").Promote();
        bench.RollBack(RollbackTo.AuditMode);
        var steps = After(bench, AllowedImagesState.Enabled);
        Assert.Contains("set `enforcement_mode` to `audit_mode`", steps, StringComparison.Ordinal);
        Assert.Contains("amigov explain --from-error", steps, StringComparison.Ordinal);
    }

    [Fact]
    public void With_nothing_left_the_way_back_is_named()
    {
        var bench = Audited();
        bench.RollBack(RollbackTo.Nothing);
        Assert.Contains("nothing of ours is attached", After(bench), StringComparison.Ordinal);
        Assert.DoesNotContain("amigov verify", After(bench), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_record_there_is_nothing_to_say() => Assert.Empty(Steps(new RolloutBench()).Now(null));
}
