using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>
/// Two commands at once, in one clone and in two, in interleavings that a seed chooses: after each the record holds every call that was
/// made, nothing is weaker that nobody wanted weaker, and of two who changed something at the same time at least one is told.
/// </summary>
public sealed class InterleavingTests
{
    private const string Workloads = "ou-ab12-workload";
    private const string Other = "123456738923";
    private static readonly int Seeds = TestScale.Samples(100);

    private static readonly string Changed = Samples.Clean.Replace(
        "\"account_id\": \"111122223333\"",
        "\"account_id\": \"111122224444\"",
        StringComparison.Ordinal
    );

    private static readonly (string Name, Func<RolloutCommands, CommandOutcome> Run)[] Commands =
    [
        ("apply", c => c.Apply()),
        ("promote", c => c.Promote([Other])),
        ("rollback", c => c.Rollback(RollbackTo.Before)),
        ("rollback --to audit_mode", c => c.Rollback(RollbackTo.AuditMode)),
    ];

    public static TheoryData<int> Starts => new(Enumerable.Range(0, (Seeds + 19) / 20).Select(i => i * 20));

    /// <summary>Enforced in one part, and a change of the list that waits.</summary>
    private static RolloutBench Start(bool withChange)
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        var commands = new RolloutCommands(bench) { AllowWeaker = "test" };
        Assert.Equal(0, commands.Apply().ExitCode);
        Assert.Equal(0, commands.Promote([Workloads]).ExitCode);
        if (withChange)
            bench.Configure(Changed, "audit_mode");
        bench.Aws = new SandboxOrganizations(bench.World);
        return bench;
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Nothing_is_lost_nothing_is_weaker_and_the_loser_is_told(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 20; seed++)
            Check(seed);
    }

    private static void Check(int seed)
    {
        var random = new Random(seed);
        var (one, other) = (Commands[random.Next(Commands.Length)], Commands[random.Next(Commands.Length)]);
        var inOneClone = random.Next(2) == 0;
        var about = $"seed {seed}: {one.Name} and {other.Name} in {(inOneClone ? "one clone" : "two clones")}";
        // A promotion needs the list that was audited; an update needs a change.
        var first = Start(withChange: one.Name == "apply");
        var second = inOneClone ? first.Beside() : first.Clone();
        if (!inOneClone)
            second.Configure(other.Name == "apply" ? Changed : Samples.Clean, "audit_mode");
        var made = 0;
        var (turns, before) = (new Turns(seed), Enforced(first));
        foreach (var bench in new[] { first, second })
        {
            bench.Aws.Before = _ => turns.Step();
            var aws = bench.Aws;
            aws.After = number =>
            {
                if (!aws.Changes[number].StartsWith("TagResource", StringComparison.Ordinal))
                    Interlocked.Increment(ref made);
                turns.Step();
            };
            bench.Amigov.Files.BeforeWrite = _ => turns.Step();
        }
        var recordedBefore = first.Log().Entries.Length;

        var (told, otherTold) = turns.Run(
            () => one.Run(new RolloutCommands(first) { AllowWeaker = "test" }),
            () => other.Run(new RolloutCommands(second) { AllowWeaker = "test" })
        );

        foreach (var bench in new[] { first, second })
            bench.Amigov.Files.BeforeWrite = null;
        if (!inOneClone)
            first.Pull(second);
        var bag = new DiagnosticBag();
        var log = first.Log(bag);
        Assert.All(bag.ToSorted(), d => Assert.Equal("AMI0515", d.Code));
        AssertEveryCallIsRecorded(about, made, log.Entries.Skip(recordedBefore));
        AssertTheLoserIsTold(about, [(first, told), (second, otherTold)], log);
        var goesBack =
            one.Name.StartsWith("rollback", StringComparison.Ordinal)
            || other.Name.StartsWith("rollback", StringComparison.Ordinal);
        if (!goesBack)
            Assert.True(before.IsSubsetOf(Enforced(first)), $"{about}: enforcement ended somewhere");
    }

    private static void AssertEveryCallIsRecorded(string about, int made, IEnumerable<DeploymentEntry> entries)
    {
        var recorded = entries.Count(e => e.Event == DeploymentEvent.Done);
        Assert.True(made <= recorded, $"{about}: {made} calls were made, {recorded} are recorded");
    }

    private static void AssertTheLoserIsTold(
        string about,
        (RolloutBench Bench, CommandOutcome Outcome)[] runs,
        DeploymentLog log
    )
    {
        if (runs.Any(r => r.Outcome.ExitCode != 0))
        {
            foreach (var (_, outcome) in runs.Where(r => r.Outcome.ExitCode != 0))
                Assert.True(outcome.Error.Contains("AMI0", StringComparison.Ordinal), $"{about}: {outcome.Error}");
            return;
        }
        // Two emergencies want the same, and wait for nobody.
        if (runs.All(r => r.Outcome.Out.Contains("launches are no longer blocked", StringComparison.Ordinal)))
            return;
        // Both are content: then one came wholly after the other, and knew it.
        Assert.True(
            log.Ends.Length == 1,
            $"{about}: both were told that all is well\n{runs[0].Outcome.Out}{runs[1].Outcome.Out}"
        );
    }

    private static HashSet<AccountId> Enforced(RolloutBench bench)
    {
        var effective = new EffectivePolicies(new OrganizationIndex(bench.World.Organization));
        return
        [
            .. bench
                .World.Organization.Accounts.Select(a => a.Id)
                .Where(a => effective.Of(a.Value).Policy?.State == AllowedImagesState.Enabled),
        ];
    }
}
