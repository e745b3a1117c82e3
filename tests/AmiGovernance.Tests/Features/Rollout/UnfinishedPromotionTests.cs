using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>A promotion that was killed is gone on with without its gates only where nothing happened since.</summary>
public sealed class UnfinishedPromotionTests
{
    private const string Workloads = "ou-ab12-workload";

    /// <summary>A promotion of a stage, killed before or after one of its calls.</summary>
    private static RolloutBench Killed(int call, bool isMade)
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        var first = bench.Aws.Changes.Count;
        void Kill(int number)
        {
            if (number == first + call)
                throw new KilledException();
        }
        (bench.Aws.Before, bench.Aws.After) = (isMade ? null : Kill, isMade ? Kill : null);
        Assert.Throws<KilledException>(() => bench.Promote(Workloads));
        (bench.Aws.Before, bench.Aws.After) = (null, null);
        return bench;
    }

    /// <summary>What somebody else's clone did, or a hand in the console: our record knows nothing of it.</summary>
    private static void Unrecorded(RolloutBench bench, Action act)
    {
        var files = bench.Amigov.Files.Files;
        var record = files.Where(f => f.Key.StartsWith("deployments/", StringComparison.Ordinal)).ToImmutableArray();
        act();
        foreach (var path in files.Keys.Where(f => f.StartsWith("deployments/", StringComparison.Ordinal)).ToList())
            files.Remove(path);
        foreach (var (path, bytes) in record)
            files[path] = bytes;
    }

    private static ProposedDeployment Proposal(RolloutBench bench) => bench.Promotion(Workloads).Propose([], null)!;

    public static TheoryData<int, bool> Kills =>
        [.. Enumerable.Range(0, Calls()).SelectMany(call => new[] { false, true }.Select(isMade => (call, isMade)))];

    private static int Calls()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        bench.PlanAndApply();
        return bench.Promotion(Workloads).Result.Plan!.Steps.Length;
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public void What_nobody_touched_is_gone_on_with(int call, bool isMade)
    {
        var bench = Killed(call, isMade);
        // Before its first call nothing is begun.
        Assert.Equal(call > 0 || isMade, Proposal(bench).PassedItsGates);
        Assert.Equal(ApplyOutcome.Done, bench.Promote(Workloads).Outcome);
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public void After_a_rollback_that_the_record_lacks_the_gates_are_asked_again(int call, bool isMade)
    {
        var bench = Killed(call, isMade);
        Unrecorded(bench, () => bench.RollBack(RollbackTo.AuditMode));
        var bag = new DiagnosticBag();
        var planned = bench.TryPromotion(bag, Workloads);
        Assert.True(planned is null || planned.Resumes.IsEmpty);
    }

    [Fact]
    public void The_gates_that_are_asked_again_decide()
    {
        var bench = Killed(2, isMade: true);
        Unrecorded(bench, () => bench.RollBack(RollbackTo.AuditMode));
        var bag = new DiagnosticBag();
        var nothing = new Responsibility(UnprovenPolicies.Refused, WeakerPolicies.Refused);
        Assert.Null(JudgeDeployment.Run(Proposal(bench), nothing, bag));
        Assert.Equal("AMI0725", Assert.Single(bag.ToSorted()).Code);
    }
}
