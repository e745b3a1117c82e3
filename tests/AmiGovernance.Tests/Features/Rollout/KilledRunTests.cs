using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>
/// Kills the commands themselves at every call to AWS, the tags of the mark among them, and at every write of the record: before it, in
/// the middle of it, after it. The same command typed again ends where a run that nobody killed ends.
/// </summary>
public sealed class KilledRunTests
{
    private const string Workloads = "ou-ab12-workload";

    private static readonly string Changed = Samples.Clean.Replace(
        "\"account_id\": \"111122223333\"",
        "\"account_id\": \"111122224444\"",
        StringComparison.Ordinal
    );

    private static readonly Dictionary<
        string,
        (Action<RolloutBench> Before, Func<RolloutCommands, CommandOutcome> Run)
    > Runs = new(StringComparer.Ordinal)
    {
        ["apply, the first"] = (_ => { }, c => c.Apply()),
        ["apply, a change"] = (
            bench =>
            {
                Done(Commands(bench).Apply());
                bench.Configure(Changed, "audit_mode");
            },
            c => c.Apply()
        ),
        ["promote, a part"] = (bench => Done(Commands(bench).Apply()), c => c.Promote([Workloads])),
        ["rollback, the last deployment"] = (
            bench =>
            {
                Done(Commands(bench).Apply());
                bench.Configure(Changed, "audit_mode");
                Done(Commands(bench).Apply());
            },
            c => c.Rollback(RollbackTo.Before)
        ),
        ["rollback, to audit mode"] = (
            bench =>
            {
                Done(Commands(bench).Apply());
                Done(Commands(bench).Promote([Workloads]));
            },
            c => c.Rollback(RollbackTo.AuditMode)
        ),
        ["rollback, everything"] = (bench => Done(Commands(bench).Apply()), c => c.Rollback(RollbackTo.Nothing)),
    };

    public static TheoryData<string> Names => new(Runs.Keys);

    private static RolloutCommands Commands(RolloutBench bench) => new(bench) { AllowWeaker = "test" };

    private static void Done(CommandOutcome outcome) => Assert.True(outcome.ExitCode == 0, outcome.Error);

    private static RolloutBench Start(string name)
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Runs[name].Before(bench);
        bench.Aws = new SandboxOrganizations(bench.World);
        return bench;
    }

    /// <summary>The moments at which a process can end.</summary>
    private sealed class Moments
    {
        private int passed;

        /// <summary>Null to only count.</summary>
        public int? Kill { get; init; }

        public int Count => passed;

        public void Pass()
        {
            if (passed++ == Kill)
                throw new KilledException();
        }

        public KilledException? Tear() => passed++ == Kill ? new KilledException() : null;

        public void Watch(RolloutBench bench)
        {
            bench.Aws.Before = _ => Pass();
            bench.Aws.After = _ => Pass();
            bench.Amigov.Files.BeforeWrite = _ => Pass();
            bench.Amigov.Files.Tear = _ => Tear();
            bench.Amigov.Files.AfterWrite = _ => Pass();
        }

        public static void Rest(RolloutBench bench)
        {
            (bench.Aws.Before, bench.Aws.After) = (null, null);
            (bench.Amigov.Files.BeforeWrite, bench.Amigov.Files.AfterWrite) = (null, null);
            bench.Amigov.Files.Tear = null;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Typed_again_it_ends_where_a_whole_run_ends(string name)
    {
        var whole = Start(name);
        var counting = new Moments();
        counting.Watch(whole);
        Done(Runs[name].Run(Commands(whole)));
        Moments.Rest(whole);
        Assert.True(counting.Count > 12, "there are calls and writes");

        for (var kill = 0; kill < counting.Count; kill++)
        {
            var bench = Start(name);
            new Moments { Kill = kill }.Watch(bench);
            Assert.Throws<KilledException>(() => Runs[name].Run(Commands(bench)));
            Moments.Rest(bench);
            // Another clone that does not have the record of the killed run is stopped as soon as a call was made.
            Done(Runs[name].Run(Commands(bench)));
            Assert.Equal(RolloutSafety.Shape(whole.World.Organization), RolloutSafety.Shape(bench.World.Organization));
            var bag = new DiagnosticBag();
            bench.Log(bag);
            Assert.Empty(bag.ToSorted());
            AssertRecorded(whole, bench, $"{name}, killed at {kill}");
            var verified = Commands(bench).Verify();
            Assert.True(verified.ExitCode == 0, $"{name}, killed at {kill}: {verified.Out}");
        }
    }

    /// <summary>The record tells of an end, and of what a whole run leaves.</summary>
    private static void AssertRecorded(RolloutBench whole, RolloutBench bench, string when)
    {
        var (expected, log) = (whole.Log(), bench.Log());
        Assert.True(log.UnfinishedStart is null, $"{when}: did not end");
        Assert.Equal(
            RolloutSafety.Shape(expected.LastKnown(whole.World.Organization)),
            RolloutSafety.Shape(log.LastKnown(bench.World.Organization))
        );
        Assert.Equal(expected.Mode, log.Mode);
        Assert.Equal(expected.ListChanged, log.ListChanged);
        Assert.Equal(expected.LastRollback is null, log.LastRollback is null);
        Assert.Equal(Facts(expected.Entries[^1]), Facts(log.Entries[^1]));
        // A run that was killed after its last entry is recorded as ended; only its tags say that it began.
        if (log.Deployments.Count() > expected.Deployments.Count())
            Assert.Equal(
                bench.World.Organization.Policies.Any(OurPolicies.IsManaged),
                Marks(bench).Any(m => m.HasEnded)
            );
    }

    private static string Facts(DeploymentEntry end) =>
        $"{end.Event} {end.Mode} {end.Purpose} {string.Join(',', end.Targets)} {string.Join(',', end.Stages)}";

    private static IEnumerable<DeploymentMark> Marks(RolloutBench bench) =>
        bench
            .World.Organization.Policies.Where(OurPolicies.IsManaged)
            .Select(p => DeploymentMark.Of(p.Tags))
            .OfType<DeploymentMark>();

    /// <summary>What is found is one call of the run, or none: nothing that somebody else did is put down to it.</summary>
    [Fact]
    public void The_call_that_was_not_recorded_is_found_and_no_other()
    {
        var bench = Start("apply, a change");
        bench.Aws.After = number =>
        {
            // The mark of the beginning is the first.
            if (number == 1)
                throw new KilledException();
        };
        Assert.Throws<KilledException>(() => Commands(bench).Apply());
        bench.Aws.After = null;
        var other = bench.Copy();

        Done(Commands(bench).Apply());
        var found = Assert.Single(
            bench.Log().Entries,
            e => e.Detail.Contains("found in AWS", StringComparison.Ordinal)
        );
        Assert.Equal((StepCall.UpdatePolicy, DeploymentEvent.Done), (found.Step!.Call, found.Event));

        var world = other.World.Organization;
        var scp = world.Policies.First(p => p.Name == "scp-ami-guardrail");
        other.World.Organization = world with
        {
            Attachments = world.Attachments.Remove(new(RolloutBench.Root, scp.Id)),
        };
        Done(Commands(other).Apply());
        Assert.DoesNotContain(other.Log().Entries, e => e.Detail.Contains("found in AWS", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_clone_is_stopped_once_a_call_was_made(string name)
    {
        if (name.Contains("audit mode", StringComparison.Ordinal))
            return;
        var counting = new Moments();
        var whole = Start(name);
        counting.Watch(whole);
        Done(Runs[name].Run(Commands(whole)));
        for (var kill = 0; kill < counting.Count; kill++)
        {
            var bench = Start(name);
            var other = bench.Clone();
            new Moments { Kill = kill }.Watch(bench);
            Assert.Throws<KilledException>(() => Runs[name].Run(Commands(bench)));
            // The first change is the mark.
            if (bench.Aws.Changes.Count < 2)
                continue;
            var outcome = Commands(other).Apply();
            Assert.Contains("AMI0516", outcome.Error, StringComparison.Ordinal);
            Assert.Empty(other.Aws.Changes);
        }
    }
}
