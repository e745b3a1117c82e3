using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>Ctrl-C during calls: the call in flight is finished and recorded, and another run goes on from there.</summary>
public sealed class InterruptTests
{
    private static RolloutBench New() => new RolloutBench().Configure(Samples.Clean, "audit_mode");

    /// <summary>Without the marks, which name the last deployment.</summary>
    private static IEnumerable<string> Shape(Organization organization) =>
        organization
            .Policies.Select(p =>
            {
                var targets = organization.Attachments.Where(a => a.PolicyId == p.Id).Select(a => a.TargetId);
                return $"{p.Name} {p.Content} {string.Join(',', targets.Order(StringComparer.Ordinal))}";
            })
            .Order(StringComparer.Ordinal);

    private static int Calls(RolloutBench bench)
    {
        var copy = bench.Copy();
        Assert.Equal(0, new RolloutCommands(copy).Apply().ExitCode);
        return copy.Log().Entries.Count(e => e.Event == DeploymentEvent.Done);
    }

    /// <param name="call">The call at which Ctrl-C comes, by its number among those that change something.</param>
    private static CommandOutcome Interrupted(RolloutBench bench, int call)
    {
        using var interrupt = new CancellationTokenSource();
        bench.Aws.Before = number =>
        {
            if (number == call)
                interrupt.Cancel();
        };
        var outcome = new RolloutCommands(bench) { Cancel = interrupt.Token }.Apply();
        bench.Aws.Before = null;
        return outcome;
    }

    [Fact]
    public void The_call_in_flight_is_finished_and_recorded_wherever_Ctrl_C_comes()
    {
        var whole = New();
        Assert.Equal(0, new RolloutCommands(whole).Apply().ExitCode);
        var calls = Calls(New());
        var interrupted = 0;
        for (var call = 0; call < whole.Aws.Changes.Count; call++)
        {
            var bench = New();
            var outcome = Interrupted(bench, call);
            var entries = bench.Log().Entries;
            var done = entries.Count(e => e.Event == DeploymentEvent.Done);
            if (entries[^1].Event == DeploymentEvent.Failed)
            {
                interrupted++;
                Assert.Equal(ExitCodes.Cancelled, outcome.ExitCode);
                Assert.Equal("interrupted", entries[^1].Detail);
                Assert.Contains($"run `amigov apply` again", outcome.Error, StringComparison.Ordinal);
                Assert.Contains($"goes on with call {done + 1} of {calls}", outcome.Error, StringComparison.Ordinal);
            }
            else
                // After the last call there is nothing left to go on with.
                Assert.Equal((calls, DeploymentEvent.Finished), (done, entries[^1].Event));

            Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
            Assert.Equal(Shape(whole.World.Organization), Shape(bench.World.Organization));
        }
        Assert.True(interrupted >= calls - 1);
    }

    [Fact]
    public void A_promotion_says_its_own_command_and_is_gone_on_with_without_its_gates()
    {
        var bench = New();
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        var before = bench.Aws.Changes.Count;
        using var interrupt = new CancellationTokenSource();
        bench.Aws.After = number =>
        {
            if (bench.Aws.Changes[number].StartsWith("CreatePolicy", StringComparison.Ordinal))
                interrupt.Cancel();
        };
        var outcome = new RolloutCommands(bench) { Cancel = interrupt.Token }.Promote(["ou-ab12-workload"]);
        bench.Aws.After = null;
        Assert.True(outcome.ExitCode == ExitCodes.Cancelled, outcome.Out + outcome.Error);
        Assert.Contains("run `amigov promote` again", outcome.Error, StringComparison.Ordinal);
        Assert.True(bench.Aws.Changes.Count > before);

        var again = new RolloutCommands(bench).Promote(["ou-ab12-workload"]);
        Assert.True(again.ExitCode == 0, again.Out + again.Error);
        Assert.Contains("whose gates were passed", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollback_typed_again_goes_on()
    {
        var bench = New();
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        using var interrupt = new CancellationTokenSource();
        bench.Aws.After = number =>
        {
            if (bench.Aws.Changes[number].StartsWith("DetachPolicy", StringComparison.Ordinal))
                interrupt.Cancel();
        };
        var outcome = new RolloutCommands(bench) { Cancel = interrupt.Token }.Rollback(RollbackTo.Before);
        bench.Aws.After = null;
        Assert.True(outcome.ExitCode == ExitCodes.Cancelled, outcome.Out + outcome.Error);
        Assert.Contains("run `amigov rollback` again", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, new RolloutCommands(bench).Rollback(RollbackTo.Before).ExitCode);
        Assert.DoesNotContain(bench.World.Organization.Policies, p => !p.AwsManaged);
    }
}
