using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>Every way to change policies goes through the same judgement.</summary>
public sealed class DeployTests
{
    private const string Workloads = "ou-ab12-workload";
    private const string PlanPath = "plan.json";

    /// <summary>Attached before ours, it wins: public sharing of images is not blocked, whatever ours says.</summary>
    private const string Unblocks =
        """{"ec2_attributes":{"image_block_public_access":{"state":{"@@assign":"unblocked"}}}}""";

    private static readonly string OtherList = Samples.Clean.Replace(
        "\"account_id\": \"111122223333\"",
        "\"account_id\": \"111122224444\"",
        StringComparison.Ordinal
    );

    private static RolloutCommands Refusing(RolloutBench bench) => new(bench);

    private static RolloutCommands Accepting(RolloutBench bench) => new(bench) { Unproven = UnprovenPolicies.Accepted };

    internal static RolloutBench WithPolicyOfOthers(string content = Unblocks)
    {
        var policy = new OrganizationPolicy(
            "p-theirs01",
            "theirs",
            OrganizationPolicyType.DeclarativePolicyEc2,
            content
        );
        var bench = new RolloutBench(
            RolloutBench.Empty with
            {
                Policies = RolloutBench.Empty.Policies.Add(policy),
                Attachments = RolloutBench.Empty.Attachments.Add(new PolicyAttachment(RolloutBench.Root, policy.Id)),
                EnabledTypes =
                [
                    OrganizationPolicyType.ServiceControlPolicy,
                    OrganizationPolicyType.DeclarativePolicyEc2,
                ],
            }
        );
        return bench.Configure(Samples.Clean, "audit_mode");
    }

    /// <summary>In audit mode, though somebody had to accept that a guarantee does not hold.</summary>
    private static RolloutBench AuditedWithPolicyOfOthers()
    {
        var bench = WithPolicyOfOthers();
        AssertDone(Accepting(bench).Apply());
        bench.Aws.Changes.Clear();
        return bench;
    }

    private static RolloutBench Audited()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        AssertDone(Refusing(bench).Apply());
        bench.Aws.Changes.Clear();
        return bench;
    }

    private static void AssertDone(CommandOutcome outcome) =>
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);

    private static void AssertUnproven(CommandOutcome outcome, RolloutBench bench)
    {
        Assert.True(outcome.ExitCode == 3, outcome.Out + outcome.Error);
        Assert.Contains("AMI0507", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("✗", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("`theirs`", outcome.Out, StringComparison.Ordinal);
        Assert.Empty(bench.Aws.Changes);
    }

    [Fact]
    public void Apply_refuses_what_is_not_proven()
    {
        var bench = WithPolicyOfOthers();
        AssertUnproven(Refusing(bench).Apply(), bench);
        AssertDone(Accepting(bench).Apply());
    }

    [Fact]
    public void Apply_of_a_plan_refuses_what_is_not_proven()
    {
        var bench = WithPolicyOfOthers();
        AssertDone(Refusing(bench).Plan(PlanPath));
        AssertUnproven(Refusing(bench).Apply(PlanPath), bench);
        AssertDone(Accepting(bench).Apply(PlanPath));
    }

    [Fact]
    public void Apply_of_a_plan_proves_its_calls_and_not_the_files_of_today()
    {
        var bench = new RolloutBench().Configure(OtherList, "audit_mode");
        AssertDone(Refusing(bench).Plan(PlanPath));
        bench.Configure(Samples.Clean, "audit_mode");
        var outcome = Refusing(bench).Apply(PlanPath);
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("AMI0507", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Aws.Changes);
    }

    [Fact]
    public void Promote_of_a_stage_refuses_what_is_not_proven()
    {
        var bench = AuditedWithPolicyOfOthers();
        AssertUnproven(Refusing(bench).Promote([Workloads]), bench);
        AssertDone(Accepting(bench).Promote([Workloads]));
    }

    [Fact]
    public void Promote_of_everything_refuses_what_is_not_proven()
    {
        var bench = AuditedWithPolicyOfOthers().Configure(Samples.Clean, "enabled");
        AssertUnproven(Refusing(bench).Promote([]), bench);
        AssertDone(Accepting(bench).Promote([]));
    }

    [Fact]
    public void Promote_of_a_plan_refuses_what_is_not_proven()
    {
        var bench = AuditedWithPolicyOfOthers();
        AssertUnproven(Refusing(bench).Promote([Workloads], planOut: PlanPath), bench);
        AssertUnproven(Refusing(bench).Promote([], file: PlanPath), bench);
        AssertDone(Accepting(bench).Promote([], file: PlanPath));
    }

    [Theory]
    [InlineData(RollbackTo.Before)]
    [InlineData(RollbackTo.AuditMode)]
    [InlineData(RollbackTo.Nothing)]
    public void Rollback_is_held_up_by_no_proof(RollbackTo to)
    {
        var bench = AuditedWithPolicyOfOthers();
        AssertDone(Accepting(bench).Promote([Workloads]));
        AssertDone(Refusing(bench).Rollback(to));
    }

    [Fact]
    public void Every_way_to_what_is_proven_is_open()
    {
        var bench = Audited();
        AssertDone(Refusing(bench).Promote([Workloads]));
        bench.Configure(OtherList, "audit_mode").Commit();
        AssertDone(Refusing(bench).Plan(PlanPath));
        AssertDone(Refusing(bench).Apply(PlanPath));
        bench.Configure(OtherList, "enabled");
        AssertDone(Refusing(bench).Promote([]));
    }

    [Fact]
    public void An_update_enforces_by_no_way()
    {
        var bench = Audited().Configure(Samples.Clean, "enabled");
        AssertDone(Refusing(bench).Plan(PlanPath));
        foreach (var outcome in new[] { Accepting(bench).Apply(), Accepting(bench).Apply(PlanPath) })
        {
            Assert.Equal(3, outcome.ExitCode);
            Assert.Contains("AMI0506", outcome.Error, StringComparison.Ordinal);
        }
        Assert.Empty(bench.Aws.Changes);
    }

    [Fact]
    public void A_gate_that_nobody_looked_at_is_closed()
    {
        var bench = Audited();
        var gates = Enum.GetValues<GateName>().Skip(1).Select(g => new Gate(g, IsOpen: true, ["test"]));
        var bag = new DiagnosticBag();
        var proposal = bench.Promotion(Workloads).Propose([.. gates], reviewed: null);
        Assert.Null(JudgeDeployment.Run(proposal!, Nothing with { Unproven = UnprovenPolicies.Accepted }, bag));
        var refusal = Assert.Single(bag.ToSorted());
        Assert.Equal("AMI0725", refusal.Code);
        Assert.Contains("`audit-time`", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_question_says_where_launches_begin_and_cease_to_be_blocked()
    {
        var bench = Audited();
        var promotion = bench.Promotion(Workloads).Propose(Open(), reviewed: null);
        var question = JudgeDeployment.Run(promotion!, Nothing, new DiagnosticBag())!.Question;
        Assert.Equal(
            ["100000000001", "100000000002", "222233334444"],
            question.Accounts.Stricter.Select(a => a.Value).Order(StringComparer.Ordinal)
        );
        Assert.Empty(question.Accounts.Weaker);
        Assert.Equal([Workloads], question.StagesAfter);

        AssertDone(Accepting(bench).Promote([Workloads]));
        var rollback = bench.Rollback(RollbackTo.Before).Propose();
        question = JudgeDeployment.Run(rollback!, Nothing, new DiagnosticBag())!.Question;
        Assert.Equal(["100000000001", "100000000002", "222233334444"], question.Accounts.Weaker.Select(a => a.Value));
        Assert.Empty(question.Accounts.Stricter);
    }

    [Fact]
    public void A_rollback_that_would_enforce_goes_through_promotion()
    {
        var bench = Audited();
        AssertDone(Accepting(bench).Promote([Workloads]));
        AssertDone(Accepting(bench).Rollback(RollbackTo.AuditMode));
        bench.Aws.Changes.Clear();

        // Without a name a rollback undoes no rollback.
        Assert.Null(bench.Log().LastToUndo);
        var again = Accepting(bench).Rollback(RollbackTo.Before);
        AssertDone(again);
        Assert.Contains("already rolled back", again.Out, StringComparison.Ordinal);
        Assert.Empty(bench.Aws.Changes);

        // Named, the emergency would be undone, and launches blocked again.
        var name = bench.Log().Entries[^1].Deployment;
        var back = Accepting(bench).Rollback(RollbackTo.Before, name);
        Assert.Equal(3, back.ExitCode);
        Assert.Contains("AMI0506", back.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Aws.Changes);
    }

    [Fact]
    public void An_update_ends_enforcement_only_for_a_reason_that_is_recorded()
    {
        var bench = Audited().Configure(Samples.Clean, "enabled");
        AssertDone(Accepting(bench).Promote([]));
        bench.Configure(Samples.Clean, "audit_mode");
        bench.Aws.Changes.Clear();

        var refused = Accepting(bench).Apply();
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("AMI0510", refused.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Aws.Changes);

        var weaker = new RolloutCommands(bench) { Unproven = UnprovenPolicies.Accepted, AllowWeaker = "INC-9" };
        AssertDone(weaker.Apply());
        Assert.Contains("INC-9", bench.Log().Entries[^1].Why, StringComparison.Ordinal);
    }

    /// <summary>The stage stays enforced: nothing begins to be blocked.</summary>
    [Fact]
    public void The_promotion_of_everything_is_rolled_back_to_the_stage_before_it()
    {
        var bench = Audited();
        AssertDone(Accepting(bench).Promote([Workloads]));
        bench.Configure(Samples.Clean, "enabled");
        AssertDone(Accepting(bench).Promote([]));
        AssertDone(Accepting(bench).Rollback(RollbackTo.Before));
        Assert.Equal([Workloads], bench.Log().Entries[^1].Stages);
    }

    private static readonly Responsibility Nothing = new(UnprovenPolicies.Refused, WeakerPolicies.Refused);

    private static System.Collections.Immutable.ImmutableArray<Gate> Open() =>
        [.. Enum.GetValues<GateName>().Select(g => new Gate(g, IsOpen: true, ["test"]))];

    [Fact]
    public void A_Region_that_is_none_is_a_mistake_on_the_command_line()
    {
        using var amigov = new Amigov();
        var (code, _, error) = amigov.Run("promote", "--reason", "CHG-1", "--only-region", "eu-central-1,nowhere");
        Assert.Equal(2, code);
        Assert.Contains("'nowhere' is no Region", error, StringComparison.Ordinal);
    }

    /// <summary>A policy of others that was attached while the question stood is no part of what was shown.</summary>
    [Fact]
    public void What_others_do_while_the_question_stands_makes_the_plan_stale()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        var outcome = new RolloutCommands(bench) { WhileAsked = () => Attach(bench, "ou-ab12-workload") }.Apply();
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("AMI0505", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("`theirs` (p-theirs) attached to ou-ab12-workload", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Aws.Changes);
        Assert.Empty(bench.Log().Entries);

        var again = new RolloutCommands(bench) { WhileAsked = () => { } }.Apply();
        Assert.True(again.ExitCode == 0, again.Error);
    }

    private static void Attach(RolloutBench bench, string target)
    {
        var now = bench.World.Organization;
        var theirs = new OrganizationPolicy(
            "p-theirs",
            "theirs",
            OrganizationPolicyType.ServiceControlPolicy,
            """{"Version":"2012-10-17","Statement":[]}"""
        );
        bench.World.Organization = now with
        {
            Policies = now.Policies.Add(theirs),
            Attachments = now.Attachments.Add(new PolicyAttachment(target, theirs.Id)),
        };
    }

    /// <summary>All is done by then: it is no failure, and what comes next is said.</summary>
    [Fact]
    public void A_look_that_fails_after_the_end_is_a_warning()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        bench.Configure(Samples.Clean, "enabled");
        bench.Aws.After = _ =>
        {
            if (bench.Log() is { UnfinishedStart: null } log && log.Deployments.Count() > 1)
                bench.Aws.Refused["DescribeEffectivePolicy"] = "AccessDeniedException";
        };
        var outcome = new RolloutCommands(bench).Promote([]);
        Assert.Equal(4, outcome.ExitCode);
        Assert.Contains("warning AMI0710", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("the deployment is done and recorded", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Next:", outcome.Out, StringComparison.Ordinal);
    }

    /// <summary>Which command goes on with a run is no matter of guessing.</summary>
    [Fact]
    public void A_cut_off_apply_beside_a_stage_is_gone_on_with_by_apply()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        Assert.Equal(0, new RolloutCommands(bench).Promote(["ou-ab12-workload"]).ExitCode);
        bench.Configure(Samples.Clean.Replace("111122223333", "111122224444", StringComparison.Ordinal), "audit_mode");
        bench.Aws = new SandboxOrganizations(bench.World)
        {
            Before = n =>
            {
                if (n == 2)
                    throw new KilledException();
            },
        };
        Assert.Throws<KilledException>(() => new RolloutCommands(bench) { AllowWeaker = "test" }.Apply());
        Assert.Equal("run the same `amigov apply` again", bench.Log().LastUnfinishedStart?.GoOn);
    }

    [Theory]
    [InlineData("--target", "ou-ab12-workload")]
    [InlineData("--adopt")]
    public void What_a_reviewed_plan_says_itself_is_not_said_beside_it(params string[] option)
    {
        using var amigov = new Amigov();
        var (code, _, error) = amigov.Run(["apply", "plan.json", .. option]);
        Assert.Equal(2, code);
        Assert.Contains($"'{option[0]}' does not go with PLAN", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_looked_at_needs_a_reason()
    {
        using var amigov = new Amigov();
        var (code, _, error) = amigov.Run("promote", "--only-region", "eu-central-1");
        Assert.Equal(2, code);
        Assert.Contains("--only-region needs --reason", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_call_keeps_what_AWS_said()
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        bench.Aws.Before = number =>
        {
            // The mark of the beginning is the first call.
            if (number == 4)
                throw new AmiGovernance.Core.Ports.AwsException(
                    "organizations:AttachPolicy",
                    "AccessDeniedException",
                    "You don't have permissions",
                    "a1b2"
                );
        };
        var outcome = Refusing(bench).Apply();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("AMI0508", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("after 3 calls", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("(request a1b2)", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("\"Action\": \"organizations:AttachPolicy\"", outcome.Error, StringComparison.Ordinal);
        var entry = bench.Log().Entries[^1];
        Assert.Equal(DeploymentEvent.Failed, entry.Event);
        Assert.StartsWith("organizations:AttachPolicy: AccessDeniedException:", entry.Detail, StringComparison.Ordinal);
    }
}
