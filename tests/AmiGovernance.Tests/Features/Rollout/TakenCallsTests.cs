using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>What AWS took, what somebody reviewed, and what somebody else attached: each is looked at for what it is.</summary>
public sealed class TakenCallsTests
{
    private const string Workloads = "ou-ab12-workload";
    private const string PlanPath = "plan.json";

    private static readonly string OtherList = Samples.Clean.Replace(
        "\"account_id\": \"111122223333\"",
        "\"account_id\": \"111122224444\"",
        StringComparison.Ordinal
    );

    private static RolloutBench Audited()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        bench.Aws.Changes.Clear();
        return bench;
    }

    /// <summary>AWS, or a double, may take a call that it does not carry out.</summary>
    [Theory]
    [InlineData(RollbackTo.Nothing, "is still there", "DetachPolicy", "DeletePolicy")]
    [InlineData(RollbackTo.AuditMode, "is not there: AWS took the call without an effect", "UpdatePolicy")]
    public void A_call_without_an_effect_is_seen(RollbackTo to, string told, params string[] calls)
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "enabled");
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        foreach (var call in calls)
            bench.Aws.Ineffective.Add(call);
        var outcome = new RolloutCommands(bench).Rollback(to);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(told, outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>The root may have as many tags as it may have (Organizations user guide, "Quotas": 50).</summary>
    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("ConstraintViolationException")]
    public void A_mark_that_AWS_does_not_take_is_a_warning(string code)
    {
        var bench = Audited().Configure(OtherList, "audit_mode");
        bench.Aws.Refused["TagResource"] = code;
        var outcome = new RolloutCommands(bench) { AllowWeaker = "test" }.Apply();
        Assert.True(outcome.ExitCode == 0, outcome.All);
        Assert.Contains("other clones are not told of this deployment", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_promotion_reaches_no_account_that_was_not_reviewed()
    {
        var bench = Audited();
        Assert.Equal(0, new RolloutCommands(bench).Promote([Workloads], planOut: PlanPath).ExitCode);
        var organization = bench.World.Organization;
        var moved = organization.Accounts.Single(a => a.Id.Value == "123456738923");
        bench.World.Organization = organization with
        {
            Accounts = organization.Accounts.Replace(moved, moved with { ParentId = Workloads }),
        };
        var outcome = new RolloutCommands(bench).Promote([], file: PlanPath);
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("AMI0505", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("in 123456738923 too", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Aws.Changes);
    }

    /// <summary>Of what our configuration says nothing of.</summary>
    private const string Stricter =
        """{"ec2_attributes":{"snapshot_block_public_access":{"state":{"@@assign":"block_all_sharing"}}}}""";

    [Fact]
    public async Task A_stricter_policy_of_others_on_what_ours_does_not_set_holds_nothing_up()
    {
        var bench = DeployTests.WithPolicyOfOthers(Stricter);
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        var status = await new ReadStatus(bench.Aws, bench.History, bench.Amigov.Files, bench.Time).Run(
            new StatusRequest(Samples.ConfigPath, "dist"),
            TestContext.Current.CancellationToken
        );
        Assert.Empty(status.Drifts);
        Assert.Equal(4, status.Covered);
    }
}
