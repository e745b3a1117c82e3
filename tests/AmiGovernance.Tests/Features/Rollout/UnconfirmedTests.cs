using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>The hashes of the record have no secret: what somebody wrote into a file of it would be deployed.</summary>
public sealed class UnconfirmedTests
{
    private static CommandOutcome Done(CommandOutcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        return outcome;
    }

    [Fact]
    public void A_deployment_that_AWS_does_not_know_of_is_no_way_back()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        var commands = new RolloutCommands(bench) { Unproven = UnprovenPolicies.Accepted };
        Done(commands.Apply());
        var known = bench.Log().Entries[^1].Deployment;
        // Without a mark in AWS.
        bench.Promote("ou-ab12-workload");
        bench.Aws.Changes.Clear();
        Assert.NotEqual(known, bench.Log().LastToUndo);
        foreach (var name in new[] { null, bench.Log().LastToUndo })
        {
            var refused = commands.Rollback(RollbackTo.Before, name);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("AMI0722", refused.Error, StringComparison.Ordinal);
            Assert.Empty(bench.Aws.Changes);
        }
        Assert.Contains("warning AMI0517: deployments/0002-", commands.Apply().Error, StringComparison.Ordinal);
        bench.Aws.Changes.Clear();
        Assert.NotNull(bench.Rollback(RollbackTo.Before, known).Result.Plan);
        Done(commands.Rollback(RollbackTo.AuditMode));
    }
}
