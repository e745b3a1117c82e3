using System.Collections.Immutable;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Ports;
using static AmiGovernance.Tests.Features.Images.RemediationBench;
using LaunchPermission = AmiGovernance.Core.Ports.Images.LaunchPermission;
using SandboxPermission = AmiGovernance.Sandbox.World.LaunchPermission;

namespace AmiGovernance.Tests.Features.Images;

/// <summary>What a remediation and its way back make of what others do, before, between and after.</summary>
public sealed class RemediationRaceTests
{
    private const string Stranger = "222233334444";

    private readonly RemediationBench bench = new();

    private void Share(int image, params ImmutableArray<string> with) =>
        bench.World.Ec2.Put(
            bench.World.Ec2.Image(Ids[image])! with
            {
                LaunchPermissions =
                [
                    .. with.Select(w => w == "all" ? SandboxPermission.Public : new SandboxPermission("userId", w)),
                ],
            }
        );

    private void Refuse(string code) =>
        bench.Sharing.Before = _ => throw new AwsException("ec2:ModifyImageAttribute", code, "refused", "r");

    private static StepOutcome Outcome(RemediationRun run, int image) =>
        Assert.Single(run.Outcomes, o => o.Step.Image.Id.Value == Ids[image]);

    [Fact]
    public void What_AWS_refused_is_not_taken_back_whatever_others_did_since()
    {
        Refuse("UnauthorizedOperation");
        Assert.Equal((0, 3), bench.Remediate());
        bench.Sharing.Before = null;
        Share(2, Partner.Value);

        Assert.Null(bench.Undo());
        Assert.Contains(bench.Bag.ToSorted(), d => d.Code == "AMI1016");
        Assert.Equal([Partner.Value], bench.Permissions(2));
        Assert.All(bench.Log.Where(e => e.Event == RemediationEvent.Failed), e => Assert.Equal(e.Before, e.After));
    }

    [Fact]
    public void A_refused_run_does_not_hide_the_one_before()
    {
        bench.Remediate();
        Share(0, "all");
        Refuse("UnauthorizedOperation");
        bench.Remediate();
        bench.Sharing.Before = null;
        Share(0);

        var plan = bench.Undo()!;
        Assert.Equal("20260103T120000Z", plan.Undoes);
        Assert.Equal(3, plan.Steps.Length);
    }

    [Fact]
    public void A_run_of_which_nothing_is_left_does_not_hide_the_one_before()
    {
        bench.Remediate();
        Share(0, "all");
        bench.Remediate();
        Share(0, "all");

        var plan = bench.Undo()!;
        Assert.Equal("20260103T120000Z", plan.Undoes);
        Assert.Equal(Ids[1..3], plan.Steps.Select(s => s.Image.Id.Value));
    }

    /// <summary>The server failed after it made the change, and what it shows is late.</summary>
    [Fact]
    public void A_call_that_may_have_been_made_can_be_taken_back()
    {
        bench.Sharing.After = id =>
        {
            if (id != Ids[0])
                return;
            Share(0, "all");
            throw new AwsException("ec2:ModifyImageAttribute", "InternalError", "An internal error", "r");
        };
        var run = bench.CarryOut(bench.Plan(), RemediationEvent.Done)!;
        bench.Sharing.After = null;
        Assert.Equal(StepResult.Unknown, Outcome(run, 0).Result);
        Share(0);

        Assert.Contains(Ids[0], bench.Undo()!.Steps.Select(s => s.Image.Id.Value));
        Assert.Equal(["all"], bench.Permissions(0));
    }

    [Fact]
    public void A_call_that_came_through_after_all_is_recorded_by_the_next_run()
    {
        bench.Sharing.After = id =>
        {
            if (id == Ids[0])
                Share(0, "all");
        };
        var run = bench.CarryOut(bench.Plan(), RemediationEvent.Done)!;
        bench.Sharing.After = null;
        Assert.Equal(StepResult.Unknown, Outcome(run, 0).Result);
        Assert.Equal(2, run.Changed);
        Share(0);

        var next = bench.CarryOut(bench.Plan(), RemediationEvent.Done)!;
        Assert.Equal(1, next.MadeGood);
        Assert.Equal(
            Ids[..3],
            bench.Log.Where(e => e.Event == RemediationEvent.Done).Select(e => e.Image.Id.Value).Order()
        );
    }

    /// <summary>The call came through, the run was killed before it could say so, and somebody opened the image again.</summary>
    [Fact]
    public void After_a_kill_the_log_says_of_no_call_that_it_had_no_effect()
    {
        bench.Sharing.After = id =>
        {
            if (id == Ids[0])
                throw new InvalidOperationException("killed");
        };
        Assert.ThrowsAny<Exception>(() => bench.Remediate());
        bench.Sharing.After = null;
        Assert.Empty(bench.Permissions(0));
        Share(0, "all");

        bench.Remediate();
        bench.Remediate();
        Assert.DoesNotContain(bench.Log, e => e.Event == RemediationEvent.Failed);
        var unknown = Assert.Single(bench.Log, e => e.Event == RemediationEvent.Unknown && e.Image.Id.Value == Ids[0]);
        Assert.Equal(
            "the run was ended, and after it the image is as before: the call had no effect, or somebody took it back; CloudTrail tells who called ModifyImageAttribute",
            unknown.Detail
        );
    }

    [Fact]
    public void An_image_that_changed_since_it_was_shown_is_left_alone()
    {
        var shown = bench.Plan();
        Share(0, Stranger);
        var run = bench.CarryOut(shown, RemediationEvent.Done)!;

        Assert.Equal(StepResult.Failed, Outcome(run, 0).Result);
        Assert.Equal(2, run.Changed);
        Assert.Equal([Stranger], bench.Permissions(0));
        Assert.DoesNotContain(bench.Log, e => e.Image.Id.Value == Ids[0]);
        var finding = Assert.Single(bench.Bag.ToSorted());
        Assert.Equal("AMI1014", finding.Code);
        Assert.EndsWith(
            $"changed since it was shown: now it has UserId={Stranger}",
            finding.Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>The log says what was read back, and the way back touches the run's own work alone.</summary>
    [Fact]
    public void What_somebody_adds_beside_the_call_is_no_success_and_no_part_of_the_way_back()
    {
        bench.Sharing.After = id =>
        {
            if (id == Ids[0])
                Share(0, Stranger);
        };
        var run = bench.CarryOut(bench.Plan(), RemediationEvent.Done)!;
        bench.Sharing.After = null;

        Assert.Equal(StepResult.Unknown, Outcome(run, 0).Result);
        var logged = bench.Log.Last(e => e.Image.Id.Value == Ids[0]);
        Assert.Equal(RemediationEvent.Unknown, logged.Event);
        Assert.Equal([LaunchPermission.Parse(Stranger)!.Value], logged.After);

        var back = bench.Undo()!.Steps.First(s => s.Image.Id.Value == Ids[0]);
        Assert.Equal([LaunchPermission.Everyone], back.Add);
        Assert.Empty(back.Remove);
    }

    [Fact]
    public async Task Two_runs_of_one_second_have_names_of_their_own()
    {
        var remediation = new CarryOutRemediation(
            bench.Sharing,
            bench.Sharing,
            new OpsTeam(),
            bench.Files,
            new StillTime()
        );
        var names = new List<string>();
        for (var run = 0; run < 3; run++)
        {
            Share(0, "all");
            var plan = bench.Plan();
            var carried = await remediation.Run(
                plan,
                RemediationEvent.Done,
                bench.Bag,
                null,
                TestContext.Current.CancellationToken
            );
            names.Add(carried!.Name);
        }
        Assert.Equal(["20260103T120000Z", "20260103T120000Z-2", "20260103T120000Z-3"], names);
    }

    [Fact]
    public async Task A_grant_that_somebody_took_away_since_stays_away_until_a_new_approval()
    {
        bench.Remediate();
        Share(2);
        var plan = bench.Plan();
        Assert.Equal(2, plan.Revoked);
        Assert.Empty(plan.Steps);

        var renewed = RemediationBench.List with
        {
            Images = [.. RemediationBench.List.Images.Select(i => i with { Ticket = "SEC-9900" })],
        };
        var planning = new PlanRemediation(bench.Sharing, bench.Log, new(2026, 1, 3));
        var again = await planning.Run(renewed, bench.Bag, TestContext.Current.CancellationToken);
        Assert.Equal(2, Assert.Single(again!.Steps).Add.Length);
    }

    [Fact]
    public void A_grant_of_an_image_that_others_made_private_first_is_given()
    {
        Share(2);
        Assert.Equal(2, bench.Plan().Steps.Single(s => s.Image.Id.Value == Ids[2]).Add.Length);
    }

    [Fact]
    public void A_change_whose_record_failed_is_told_as_such_and_recorded_by_the_next_run()
    {
        var appended = 0;
        bench.Files.Around = isAfter =>
        {
            // The first append is `changing`; what comes after it cannot be written.
            if (!isAfter && appended++ > 0)
                bench.Files.Inner.Files[RemediationLog.Path] =
                [
                    .. bench.Files.Inner.Files[RemediationLog.Path],
                    (byte)'\n',
                ];
        };
        var plan = bench.Plan();
        var run = bench.CarryOut(plan with { Steps = plan.Steps[..1] }, RemediationEvent.Done)!;
        bench.Files.Around = null;
        Assert.Equal(StepResult.NotRecorded, Assert.Single(run.Outcomes).Result);
        Assert.Equal(0, run.Changed);
    }
}
