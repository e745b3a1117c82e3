using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>What only the account status report needs stops no rollout.</summary>
public sealed class TrustedAccessTests
{
    private const string Call = "EnableAWSServiceAccess";

    private static RolloutBench Refusing(string code)
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        bench.Aws.Refused[Call] = code;
        return bench;
    }

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("ConstraintViolationException")]
    [InlineData("UnsupportedAPIEndpointException")]
    public void A_refusal_is_said_and_the_deployment_goes_on(string code)
    {
        var bench = Refusing(code);
        var outcome = new RolloutCommands(bench).Apply();
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        Assert.Contains("AMI0741", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("enable-aws-service-access", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, bench.World.Organization.Policies.Count(OurPolicies.IsManaged));
        Assert.Contains(
            bench.Log().Entries,
            e => e is { Event: DeploymentEvent.Skipped, Step.Call: StepCall.EnableAWSServiceAccess }
        );
    }

    [Fact]
    public void Later_plans_do_not_ask_again_and_say_that_it_stays_off()
    {
        var bench = Refusing("AccessDeniedException");
        new RolloutCommands(bench).Apply();
        bench.Aws.Changes.Clear();
        var outcome = new RolloutCommands(bench).Apply();
        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(bench.Aws.Changes);
        Assert.Contains("nothing to do", outcome.Out, StringComparison.Ordinal);
        Assert.Contains(TrustedAccess.Command, outcome.Out, StringComparison.Ordinal);
    }

    /// <summary>Credentials that are over would fail at the next call too.</summary>
    [Theory]
    [InlineData("ExpiredTokenException")]
    [InlineData("TooManyRequestsException")]
    public void What_is_no_refusal_stops_the_run_and_another_goes_on(string code)
    {
        var bench = Refusing(code);
        Assert.Equal(1, new RolloutCommands(bench).Apply().ExitCode);
        bench.Aws.Refused.Clear();
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        Assert.Contains(PlanStep.Ec2Service, bench.World.TrustedServices);
    }

    /// <summary>A plan that was reviewed is gone on with though the access that it asks for was refused.</summary>
    [Fact]
    public void A_run_that_was_cut_off_after_the_refusal_is_gone_on_with()
    {
        var bench = Refusing("AccessDeniedException");
        Assert.Equal(0, new RolloutCommands(bench).Plan("plan.json").ExitCode);
        bench.Aws.Refused["AttachPolicy"] = "ServiceException";
        Assert.Equal(1, new RolloutCommands(bench).Apply("plan.json").ExitCode);
        bench.Aws.Refused.Remove("AttachPolicy");
        var outcome = new RolloutCommands(bench).Apply("plan.json");
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        Assert.Equal(
            2,
            bench.World.Organization.Policies.Count(p =>
                OurPolicies.IsManaged(p) && bench.World.Organization.Attachments.Any(a => a.PolicyId == p.Id)
            )
        );
    }
}
