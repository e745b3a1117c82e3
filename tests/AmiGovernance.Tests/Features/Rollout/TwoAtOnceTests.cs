using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Ports;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>A second person, with a record of their own, changes the organization while the first one does.</summary>
public sealed class TwoAtOnceTests
{
    private const string Workloads = "ou-ab12-workload";

    [Fact]
    public void One_promotes_while_another_rolls_back()
    {
        var start = InAuditMode();
        var calls = Calls(start, b => b.Promote(Workloads));
        var back = start.Copy();
        for (var at = 0; at < calls; at++)
        {
            var (first, second) = (start.Copy(), start.Copy());
            second.Aws = new SandboxOrganizations(first.World);
            ApplyResult? other = null;
            first.Aws.Before = number =>
            {
                if (number == at)
                    other = second.RollBack(RollbackTo.AuditMode);
            };
            var result = first.Promote(Workloads);
            Assert.Equal(ApplyOutcome.Done, other!.Outcome);
            // Before the first call nothing is there to be rolled back.
            if (at == 0)
                Assert.Equal(ApplyOutcome.Done, result.Outcome);
            else if (result.Outcome == ApplyOutcome.Done)
                Assert.Equal(Promoted(start), RolloutSafety.Shape(first.World.Organization));
            else
                Assert.True(
                    result.Failure is not null || result.Detail.Contains("somebody else", StringComparison.Ordinal),
                    result.Detail
                );
            // Whoever is told looks, and takes the next step.
            first.Aws.Before = null;
            first.RollBack(RollbackTo.AuditMode);
            Assert.Equal(RolloutSafety.Shape(back.World.Organization), RolloutSafety.Shape(first.World.Organization));
        }
    }

    [Fact]
    public void Both_promote_the_same()
    {
        var start = InAuditMode();
        var calls = Calls(start, b => b.Promote(Workloads));
        for (var at = 0; at < calls; at++)
        {
            var (first, second) = (start.Copy(), start.Copy());
            second.Aws = new SandboxOrganizations(first.World);
            var told = false;
            first.Aws.Before = number =>
            {
                if (number != at)
                    return;
                var bag = new DiagnosticBag();
                var planned = second.TryPromotion(bag, Workloads);
                if (planned is null)
                    told = bag.ToSorted()[0].Code == "AMI0721";
                else
                    Assert.Equal(
                        ApplyOutcome.Done,
                        second.Apply(new Planned(planned.Observed, planned.Desired, planned.Result.Plan!)).Outcome
                    );
            };
            Assert.Equal(ApplyOutcome.Done, first.Promote(Workloads).Outcome);
            Assert.Equal(Promoted(start), RolloutSafety.Shape(first.World.Organization));
            // Whoever comes while the other is at work does not add to it.
            Assert.Equal(at > 0, told);
        }
    }

    [Fact]
    public void One_applies_a_change_while_another_deletes_everything()
    {
        var start = InAuditMode();
        start.Configure(
            Samples.Clean.Replace(
                "\"account_id\": \"111122223333\"",
                "\"account_id\": \"111122224444\"",
                StringComparison.Ordinal
            ),
            "audit_mode"
        );
        var calls = Calls(start, b => b.PlanAndApply());
        for (var at = 0; at < calls; at++)
        {
            var (first, second) = (start.Copy(), start.Copy());
            second.Aws = new SandboxOrganizations(first.World);
            first.Aws.Before = number =>
            {
                if (number == at)
                    Assert.Equal(ApplyOutcome.Done, second.RollBack(RollbackTo.Nothing).Outcome);
            };
            var result = first.PlanAndApply();
            Assert.Equal(ApplyOutcome.Failed, result.Outcome);
            Assert.Contains("PolicyNotFoundException", result.Detail, StringComparison.Ordinal);
        }
    }

    public static TheoryData<bool, bool> Places =>
        new()
        {
            { true, true },
            { true, false },
            // In one clone a lock keeps the rollback from beginning within the emergency.
            { false, false },
        };

    /// <summary>
    /// One runs wholly within another, at each of its calls, writes and reads: either one knew of the other, or at least one is told.
    /// </summary>
    [Theory]
    [MemberData(nameof(Places))]
    public void An_emergency_and_a_rollback(bool isEmergencyWithin, bool inOneClone)
    {
        var start = InAuditMode();
        Assert.Equal(ApplyOutcome.Done, start.Promote(Workloads).Outcome);
        var isReached = true;
        for (var at = 0; isReached; at++)
        {
            var outer = start.Copy();
            var inner = inOneClone ? outer.Beside() : outer.Clone();
            var moments = 0;
            CommandOutcome? within = null;
            outer.Aws.Before = outer.Aws.After = _ => Moment();
            outer.Aws.BeforeRead = Moment;
            outer.Amigov.Files.BeforeWrite = _ => Moment();
            var outside = Run(outer, isEmergency: !isEmergencyWithin);
            (isReached, outer.Amigov.Files.BeforeWrite) = (within is not null, null);
            if (!inOneClone)
                outer.Pull(inner);
            var isTold = outside.ExitCode != 0 || within is { ExitCode: not 0 };
            var log = outer.Log(new DiagnosticBag());
            Assert.True(isTold || log.Ends.Length == 1, $"at {at}: {outside.All}{within?.All}");

            void Moment()
            {
                if (moments++ == at)
                    within = Run(inner, isEmergencyWithin);
            }
        }
    }

    /// <summary>No lock holds the emergency up: whoever joins ends meanwhile did not join its own.</summary>
    [Fact]
    public void An_emergency_while_ends_are_joined()
    {
        var start = InAuditMode();
        var other = start.Clone();
        Assert.Equal(ApplyOutcome.Done, start.Promote(Workloads).Outcome);
        var bag = new DiagnosticBag();
        var entry = new DeploymentEntry(DeploymentEvent.Finished, other.Time.GetUtcNow(), "other");
        Assert.True(DeploymentRecord.Open(other.Amigov.Files, bag)!.Add(entry, bag));
        start.Pull(other);
        var (isReached, told) = (true, 0);
        for (var at = 0; isReached; at++)
        {
            var outer = start.Copy();
            var moments = 0;
            CommandOutcome? within = null;
            outer.Aws.BeforeRead = Moment;
            outer.Amigov.Files.BeforeWrite = _ => Moment();
            var merged = new RolloutCommands(outer).Merge();
            isReached = within is not null;
            var isTold = merged.ExitCode != 0 && merged.Error.Contains("AMI05", StringComparison.Ordinal);
            Assert.True(
                isTold || outer.Log(new DiagnosticBag()).Ends.Length == 1,
                $"at {at}: {merged.All}{within?.All}"
            );
            told += merged is { ExitCode: 4 } ? 1 : 0;

            void Moment()
            {
                if (moments++ == at)
                    within = Run(outer.Beside(), isEmergency: true);
            }
        }
        Assert.True(told > 0);
    }

    private static CommandOutcome Run(RolloutBench bench, bool isEmergency)
    {
        try
        {
            return new RolloutCommands(bench) { AllowWeaker = "test" }.Rollback(
                isEmergency ? RollbackTo.AuditMode : RollbackTo.Before
            );
        }
        // A policy was deleted between the list and the look at it, which a program tells.
        catch (AwsException e)
        {
            return new CommandOutcome(1, "", e.Message);
        }
    }

    private static RolloutBench InAuditMode()
    {
        var bench = new RolloutBench();
        Assert.Equal(ApplyOutcome.Done, bench.Configure(Samples.Clean, "audit_mode").PlanAndApply().Outcome);
        return bench;
    }

    private static int Calls(RolloutBench start, Action<RolloutBench> run)
    {
        var bench = start.Copy();
        run(bench);
        return bench.Aws.Changes.Count;
    }

    private static string Promoted(RolloutBench start)
    {
        var bench = start.Copy();
        Assert.Equal(ApplyOutcome.Done, bench.Promote(Workloads).Outcome);
        return RolloutSafety.Shape(bench.World.Organization);
    }
}
