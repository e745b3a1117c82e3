using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>
/// An organization whose service knows no EC2 policies: a partition without them (the API reference for China lists four types), or a
/// double of the service.
/// </summary>
public sealed class ScpAloneTests
{
    private const string Workloads = "ou-ab12-workload";
    private const string Scp = "scp-ami-guardrail";

    private static readonly Organization WithoutEc2Policies = RolloutBench.Empty with
    {
        UnknownTypes = [OrganizationPolicyType.DeclarativePolicyEc2],
    };

    private static RolloutBench Audited()
    {
        var bench = new RolloutBench(WithoutEc2Policies).Configure(Samples.Clean, "audit_mode");
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        return bench;
    }

    private static bool LaunchIsDenied(RolloutBench bench, string account) =>
        !RolloutSafety.Decide(bench.World.Organization)[
            $"ec2:RunInstances by {account} of 888888888888 at 2026-01-03T00:00:00Z"
        ];

    [Fact]
    public void The_plan_makes_the_service_control_policy_and_nothing_of_the_other_layer()
    {
        var bench = new RolloutBench(WithoutEc2Policies).Configure(Samples.Clean, "audit_mode");
        var plan = bench.Plan().Result.Plan!;
        Assert.Equal([StepCall.CreatePolicy, StepCall.AttachPolicy], plan.Steps.Select(s => s.Call));
        Assert.Equal(AllowedImagesState.AuditMode, plan.ModeAfter);
        Assert.False(plan.Enforces);
        bench.PlanAndApply();
        Assert.True(bench.Plan().Result.Plan!.IsEmpty);
    }

    [Fact]
    public void Its_enforcement_is_a_promotion_as_everywhere()
    {
        var bench = Audited();
        bench.Configure(Samples.Clean, "enabled");
        Assert.True(bench.Plan().Result.Plan!.Enforces);
        var outcome = new RolloutCommands(bench).Apply();
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("AMI0506", outcome.Error, StringComparison.Ordinal);

        outcome = new RolloutCommands(bench).Promote([]);
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        Assert.Contains(ScpAlone.Note, outcome.Out, StringComparison.Ordinal);
        Assert.True(LaunchIsDenied(bench, "100000000001"));
        // No service control policy reaches it.
        Assert.False(LaunchIsDenied(bench, "999999999999"));
        Assert.Contains("4 accounts will be enforced; 1 stay", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_is_enforced_while_the_rest_stays_and_the_stage_is_seen_again()
    {
        var bench = Audited();
        Assert.Equal(ApplyOutcome.Done, bench.Promote(Workloads).Outcome);
        Assert.True(LaunchIsDenied(bench, "100000000001"));
        Assert.False(LaunchIsDenied(bench, "123456738923"));
        var plan = bench.Plan().Result.Plan!;
        Assert.True(plan.IsEmpty);
        Assert.Equal([Workloads], plan.Stages);
        Assert.Equal(AllowedImagesState.AuditMode, plan.ModeAfter);
        Assert.Equal(
            [(RolloutBench.Root, AllowedImagesState.AuditMode), (Workloads, AllowedImagesState.Enabled)],
            Status(bench).Targets.Select(t => (t.Target, t.Mode!.Value))
        );
    }

    [Fact]
    public void Ending_enforcement_needs_its_word()
    {
        var bench = Audited();
        bench.Configure(Samples.Clean, "enabled").Promote();
        bench.Configure(Samples.Clean, "audit_mode");
        var outcome = new RolloutCommands(bench).Apply();
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("AMI0510", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_emergency_takes_the_launch_denies_away_and_delete_takes_all()
    {
        var bench = Audited();
        bench.Configure(Samples.Clean, "enabled").Promote();
        Assert.Equal(ApplyOutcome.Done, bench.RollBack(RollbackTo.AuditMode).Outcome);
        Assert.False(LaunchIsDenied(bench, "100000000001"));
        Assert.Contains(Scp, bench.Names);
        Assert.Equal(ApplyOutcome.Done, bench.RollBack(RollbackTo.Nothing).Outcome);
        Assert.Equal(["FullAWSAccess"], bench.Names);
    }

    [Fact]
    public void Status_counts_what_the_one_layer_reaches()
    {
        var status = Status(Audited());
        Assert.Equal([ScpAlone.Note], status.Notes);
        Assert.Empty(status.Drifts);
        Assert.Empty(status.NotRead);
        Assert.Equal(4, status.Covered);
        Assert.Contains("management account", Assert.Single(status.Gaps).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_proof_promises_nothing_of_the_layer_that_is_not_there()
    {
        var bench = new RolloutBench(WithoutEc2Policies).Configure(Samples.Clean, "audit_mode");
        bench.PlanAndApply();
        bench.Configure(Samples.Clean, "enabled");
        var proof = bench.Promotion().Propose([], null)!.Proof!;
        Assert.True(proof.Holds);
        var management = Assert.Single(proof.Result.Groups, g => !g.Covered);
        Assert.Equal(["999999999999"], management.Accounts.Select(a => a.Value));
        Assert.Contains(
            proof.Result.Guarantees.SelectMany(g => g.Gaps),
            gap => gap.Contains("service-linked roles", StringComparison.Ordinal)
        );
    }

    /// <summary>Once the type is there, the layer is added like any other change.</summary>
    [Fact]
    public void Where_the_service_learns_the_type_the_plan_adds_the_layer()
    {
        var bench = Audited();
        bench.World.Organization = bench.World.Organization with { UnknownTypes = [] };
        var plan = bench.Plan().Result.Plan!;
        Assert.Contains(
            plan.Steps,
            s => s is { Call: StepCall.CreatePolicy, Type: OrganizationPolicyType.DeclarativePolicyEc2 }
        );
        Assert.False(plan.Enforces);
    }

    /// <summary>An account that policies were delegated to may not be allowed to ask for a type that is off.</summary>
    [Fact]
    public void An_emergency_is_not_held_up_by_the_question_for_the_type()
    {
        var bench = Audited();
        bench.Configure(Samples.Clean, "enabled").Promote();
        bench.Aws.RefusedTypes.Add(OrganizationPolicyType.DeclarativePolicyEc2);
        Assert.Equal(ApplyOutcome.Done, bench.RollBack(RollbackTo.AuditMode).Outcome);
        Assert.False(LaunchIsDenied(bench, "100000000001"));
    }

    [Theory]
    [InlineData("", "audit_mode")]
    [InlineData("audit_mode", "enabled")]
    [InlineData("enabled", "audit_mode")]
    public void Killed_at_any_call_the_next_run_converges(string before, string after)
    {
        RolloutBench Start()
        {
            var bench = new RolloutBench(WithoutEc2Policies);
            if (before.Length > 0)
                bench.Configure(Samples.Clean, before).PlanAndApply();
            return bench.Configure(Samples.Clean, after);
        }
        var whole = Start();
        var first = whole.Aws.Changes.Count;
        Assert.Equal(ApplyOutcome.Done, whole.PlanAndApply().Outcome);
        var calls = whole.Aws.Changes.Count - first;
        Assert.True(calls > 0);
        for (var kill = first; kill < first + calls; kill++)
            foreach (var afterTheCall in new[] { false, true })
            {
                var bench = Start();
                var at = kill;
                void Kill(int number)
                {
                    if (number == at)
                        throw new KilledException();
                }
                if (afterTheCall)
                    bench.Aws.After = Kill;
                else
                    bench.Aws.Before = Kill;
                Assert.Throws<KilledException>(() => bench.PlanAndApply());
                (bench.Aws.Before, bench.Aws.After) = (null, null);
                Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
                Assert.Equal(
                    RolloutSafety.Shape(whole.World.Organization),
                    RolloutSafety.Shape(bench.World.Organization)
                );
            }
    }

    [Theory]
    [InlineData("InvalidInputException", null, true)]
    [InlineData("InvalidInputException", "INVALID_ENUM", true)]
    [InlineData("InvalidInputException", "INVALID_ENUM_POLICY_TYPE", true)]
    [InlineData("ValidationException", null, true)]
    [InlineData("PolicyTypeNotAvailableForOrganizationException", null, true)]
    [InlineData("InvalidInputException", "INVALID_NEXT_TOKEN", false)]
    [InlineData("AccessDeniedException", null, false)]
    [InlineData("ServiceException", null, false)]
    public void Only_an_answer_about_the_type_says_that_it_is_not_known(string code, string? reason, bool says) =>
        Assert.Equal(
            says,
            new AwsFailure
            {
                Operation = "organizations:ListPolicies",
                Code = code,
                Message = "You specified an invalid value.",
                Reason = reason,
            }.SaysUnknownPolicyType
        );

    /// <summary>A layer that could not be read must not count as one that is not there.</summary>
    [Fact]
    public async Task What_is_denied_is_not_taken_for_unknown()
    {
        var bench = new RolloutBench();
        bench.Aws.Refused["ListPolicies"] = "AccessDeniedException";
        await Assert.ThrowsAsync<AwsException>(() =>
            new ReadOrganization(bench.Aws).Read([], TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void Without_all_features_nothing_is_planned_and_the_way_out_is_named()
    {
        var organization = RolloutBench.Empty with { HasAllFeatures = false };
        var desired = new RolloutBench().Configure(Samples.Clean, "audit_mode").Plan().Desired;
        var problem = Assert.Single(Planner.Plan(organization, desired, adopt: false).Problems);
        Assert.Contains("aws organizations enable-all-features", problem, StringComparison.Ordinal);
    }

    private static StatusReport Status(RolloutBench bench) =>
        new ReadStatus(bench.Aws, bench.History, bench.Amigov.Files, bench.Time)
            .Run(new StatusRequest(Samples.ConfigPath, "dist"), CancellationToken.None)
            .GetAwaiter()
            .GetResult();
}
