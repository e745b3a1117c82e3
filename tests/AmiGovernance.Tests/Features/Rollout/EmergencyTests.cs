using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>Back to audit mode when much is lost: the tags, the record, the configuration, the repository.</summary>
public sealed class EmergencyTests
{
    private static readonly string CustomNames = Samples.Clean.Replace(
        "\"policy_config\": {",
        "\"policy_config\": { \"declarative_policy_name\": \"images\", \"scp_name\": \"launches\",",
        StringComparison.Ordinal
    );

    private static readonly Dictionary<string, Action<RolloutBench>> Losses = new(StringComparer.Ordinal)
    {
        ["nothing"] = _ => { },
        ["the tags"] = LoseTags,
        ["the record"] = bench => Delete(bench, "deployments/"),
        ["the configuration is broken"] = bench => bench.Amigov.With(Samples.ConfigPath, "{ broken"),
        ["the repository"] = bench => bench.Amigov.Files.Files.Clear(),
        ["tags and repository"] = bench =>
        {
            LoseTags(bench);
            bench.Amigov.Files.Files.Clear();
        },
        ["tags, repository and descriptions"] = bench =>
        {
            LoseTags(bench);
            LoseDescriptions(bench);
            bench.Amigov.Files.Files.Clear();
        },
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var loss in Losses.Keys)
            foreach (var names in new[] { "default names", "names of their own" })
                cases.Add(loss, names);
            return cases;
        }
    }

    private static void Delete(RolloutBench bench, string start)
    {
        foreach (
            var path in bench.Amigov.Files.Files.Keys.Where(f => f.StartsWith(start, StringComparison.Ordinal)).ToList()
        )
            bench.Amigov.Files.Delete(path);
    }

    private static void LoseTags(RolloutBench bench)
    {
        var policies = new OrganizationPolicies(bench.World);
        foreach (var policy in bench.World.Organization.Policies.Where(p => !p.AwsManaged))
            policies.SetTags(policy.Id, _ => OrganizationPolicy.NoTags);
        OrganizationTags.Set(bench.World, RolloutBench.Root, OrganizationPolicy.NoTags);
    }

    /// <summary>Of service control policies: a declarative policy has nothing else that tells whose it is.</summary>
    private static void LoseDescriptions(RolloutBench bench)
    {
        var policies = new OrganizationPolicies(bench.World);
        var ours = bench.World.Organization.Policies.Where(p =>
            !p.AwsManaged && p.Type == OrganizationPolicyType.ServiceControlPolicy
        );
        foreach (var policy in ours.ToList())
            policies.Update(policy.Id, null, "edited", null);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_was_lost_launches_are_free_again(string lost, string names)
    {
        var config = names == "default names" ? Samples.Clean : CustomNames;
        var bench = new RolloutBench().Configure(config, "enabled");
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        Losses[lost](bench);

        var outcome = new RolloutCommands(bench).Rollback(RollbackTo.AuditMode);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var effective = new EffectivePolicies(new OrganizationIndex(bench.World.Organization));
        Assert.All(
            bench.World.Organization.Accounts,
            a => Assert.Equal(AllowedImagesState.AuditMode, effective.Of(a.Id.Value).Policy?.State)
        );
        Assert.DoesNotContain(
            bench.World.Organization.Policies,
            p => p.Content.Contains("DenyEC2LaunchWithNonApprovedAMIs", StringComparison.Ordinal)
        );
        Assert.Equal(
            lost.Contains("tags", StringComparison.Ordinal),
            outcome.Out.Contains("lost the tag amigov:managed", StringComparison.Ordinal)
        );
        Assert.Single(
            bench.Amigov.Files.Files.Keys,
            f =>
                f.StartsWith("deployments/0", StringComparison.Ordinal)
                && f.Contains("-20260103T120000Z", StringComparison.Ordinal)
        );
    }

    private static bool IsAllInAuditMode(RolloutBench bench)
    {
        var effective = new EffectivePolicies(new OrganizationIndex(bench.World.Organization));
        return bench.World.Organization.Accounts.All(a =>
            effective.Of(a.Id.Value).Policy?.State == AllowedImagesState.AuditMode
        );
    }

    private static RolloutBench Audited()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        return bench.Configure(Samples.Clean, "enabled");
    }

    /// <summary>One writer at a time: whoever is behind is stopped, before each of its calls.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_promotion_that_is_at_work_is_stopped_though_nothing_is_enforced_yet(bool inSameClone)
    {
        var bench = Audited();
        var other = inSameClone ? bench.Beside() : bench.Clone();
        CommandOutcome? emergency = null;
        bench.Aws.Before = _ =>
        {
            if (bench.Aws.Changes[^1].StartsWith("UpdatePolicy", StringComparison.Ordinal))
                emergency ??= new RolloutCommands(other).Rollback(RollbackTo.AuditMode);
        };
        var promotion = new RolloutCommands(bench).Promote([]);
        Assert.Equal(0, emergency?.ExitCode);
        Assert.Contains("may still be running", emergency!.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("broke off", emergency.Out, StringComparison.Ordinal);
        Assert.Equal(1, promotion.ExitCode);
        Assert.Contains("began at the same time", promotion.Error, StringComparison.Ordinal);
        Assert.Single(bench.Aws.Changes, c => c.StartsWith("UpdatePolicy", StringComparison.Ordinal));
    }

    [Fact]
    public void A_call_of_the_stopped_one_that_arrives_late_is_taken_back()
    {
        var bench = Audited();
        var other = bench.Clone();
        var enabled = Assert.Single(
            bench.Promotion().Result.Plan!.Steps,
            s => s.Call == StepCall.UpdatePolicy && s.Type == OrganizationPolicyType.DeclarativePolicyEc2
        );
        var arrived = false;
        other.Time = new Waiting(() =>
        {
            var policies = new OrganizationPolicies(bench.World);
            var policy = bench.World.Organization.Policies.First(p => p.Name == enabled.Policy);
            if (!arrived)
                policies.Update(policy.Id, null, null, enabled.Content);
            arrived = true;
        });
        bench.Aws.Before = _ =>
        {
            if (arrived || !bench.Aws.Changes[^1].StartsWith("UpdatePolicy", StringComparison.Ordinal))
                return;
            var emergency = new RolloutCommands(other).Rollback(RollbackTo.AuditMode);
            Assert.True(emergency.ExitCode == 0, emergency.All);
            Assert.True(arrived);
            Assert.True(emergency.Out.Contains("a call arrived after all", StringComparison.Ordinal), emergency.All);
            Assert.True(IsAllInAuditMode(bench));
        };
        Assert.Equal(1, new RolloutCommands(bench).Promote([]).ExitCode);
    }

    [Fact]
    public async Task No_call_waits_for_the_mark()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "enabled");
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        var answered = new TaskCompletionSource();
        var updates = 0;
        bench.Aws.TagsWaitFor = answered.Task;
        bench.Aws.After = number =>
        {
            if (bench.Aws.Changes[number].StartsWith("UpdatePolicy", StringComparison.Ordinal) && ++updates == 2)
                answered.SetResult();
        };
        // One that waited would wait for ever.
        var cancel = TestContext.Current.CancellationToken;
        var emergency = Task.Run(() => new RolloutCommands(bench).Rollback(RollbackTo.AuditMode), cancel);
        await emergency.WaitAsync(TimeSpan.FromMinutes(1), cancel);
        Assert.True(IsAllInAuditMode(bench));
        Assert.Contains(
            "ended",
            OrganizationTags.Of(bench.World, RolloutBench.Root).Values.Single(),
            StringComparison.Ordinal
        );
    }

    /// <summary>Something happens while somebody waits.</summary>
    private sealed class Waiting(Action happens) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 3, 12, 0, 2, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == TimeSpan.FromSeconds(15))
                happens();
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    [Fact]
    public void What_somebody_else_made_under_our_name_is_not_ours()
    {
        var bench = new RolloutBench();
        var policies = new OrganizationPolicies(bench.World);
        const string Foreign =
            """{"Version":"2012-10-17","Statement":[{"Sid":"Theirs","Effect":"Deny","Action":"ec2:RunInstances","Resource":"*"}]}""";
        var id = policies
            .Create(
                "scp-ami-guardrail",
                OrganizationPolicyType.ServiceControlPolicy,
                "",
                Foreign,
                OrganizationPolicy.NoTags
            )
            .Id;
        policies.Attach(id, RolloutBench.Root);
        var outcome = new RolloutCommands(bench).Rollback(RollbackTo.AuditMode);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("--adopt", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(Foreign, bench.World.Organization.Policy(id)!.Content);
    }

    [Fact]
    public void The_credentials_of_another_organization_open_nothing()
    {
        var ours = new RolloutBench().Configure(Samples.Clean, "enabled");
        Assert.Equal(ApplyOutcome.Done, ours.PlanAndApply().Outcome);
        var theirs = new RolloutBench(ours.World.Organization with { Id = "o-other12345" });
        foreach (var (path, bytes) in ours.Amigov.Files.Files)
            theirs.Amigov.Files.Files[path] = bytes;

        var outcome = new RolloutCommands(theirs).Rollback(RollbackTo.AuditMode);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("AMI0519", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(theirs.Aws.Changes);

        theirs.Amigov.Files.Files.Clear();
        Assert.Equal(0, new RolloutCommands(theirs).Rollback(RollbackTo.AuditMode).ExitCode);
    }
}
