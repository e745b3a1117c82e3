using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Tests.Support;
using static AmiGovernance.Tests.Features.Images.RemediationBench;
using LaunchPermission = AmiGovernance.Core.Ports.Images.LaunchPermission;

namespace AmiGovernance.Tests.Features.Images;

public sealed class RemediationTests
{
    [Fact]
    public void Makes_private_what_was_decided_and_lets_in_who_was_named()
    {
        var bench = new RemediationBench();
        Assert.Equal(
            [
                "ec2:ModifyImageAttribute ami-00000000000000002 in 777788889999 us-east-1: remove Group=all; add OrganizationArn=arn:aws:organizations::998877665544:organization/o-a1b2c3d4e5, UserId=600000000001",
            ],
            bench.Plan().Steps.Where(s => s.Image.Id.Value == Ids[2]).Select(s => s.Describe())
        );
        Assert.Equal((3, 0), bench.Remediate());
        Assert.Empty(bench.Permissions(0));
        Assert.Equal([Partner.Value], bench.Permissions(1));
        Assert.Equal(
            [Partner.Value, "arn:aws:organizations::998877665544:organization/o-a1b2c3d4e5"],
            bench.Permissions(2)
        );
        Assert.Equal(["all"], bench.Permissions(3));
        Assert.Equal(
            [
                "AMI_ID,Region,Original_Status,Remediation_Date,Remediated_By,Ticket",
                .. Ids.Take(3)
                    .Select(i => $"{i},us-east-1,public,2026-01-03,arn:aws:iam::998877665544:user/ops-team,SEC-9876"),
            ],
            bench.Csv.Order(StringComparer.Ordinal)
        );
        Assert.Equal(1, bench.Plan().Kept);
        Assert.Equal((0, 0), bench.Remediate());
        Assert.Equal(3, bench.Sharing.Changes.Count);
    }

    [Fact]
    public void Killed_at_any_point_nothing_is_lost_and_nothing_done_twice()
    {
        var whole = new RemediationBench();
        whole.Remediate();
        for (var kill = 0; kill < whole.Files.Actions + whole.Sharing.Changes.Count; kill++)
            foreach (var after in new[] { false, true })
            {
                var bench = new RemediationBench();
                var (countdown, dead) = (kill, false);
                // Appending to a file and changing an image count alike; once dead, nothing happens any more.
                void Step(bool isAfter)
                {
                    if (!isAfter && dead)
                        throw new KilledException();
                    if (isAfter != after)
                        return;
                    if (countdown-- == 0)
                        dead = true;
                    if (dead)
                        throw new KilledException();
                }
                bench.Files.Around = Step;
                (bench.Sharing.Before, bench.Sharing.After) = (_ => Step(false), _ => Step(true));
                Assert.ThrowsAny<Exception>(() => bench.Remediate());
                bench.Files.Around = null;
                (bench.Sharing.Before, bench.Sharing.After) = (null, null);
                bench.Remediate();
                Assert.Empty(bench.Bag.ToSorted());
                Assert.Equal(
                    whole
                        .World.Ec2.Images.Where(i => Ids.Contains(i.Id.Value))
                        .Select(i => string.Join(',', i.LaunchPermissions)),
                    bench
                        .World.Ec2.Images.Where(i => Ids.Contains(i.Id.Value))
                        .Select(i => string.Join(',', i.LaunchPermissions))
                );
                Assert.Equal(
                    Ids.Take(3),
                    bench
                        .Log.Where(e => e.Event == RemediationEvent.Done)
                        .Select(e => e.Image.Id.Value)
                        .Order(StringComparer.Ordinal)
                );
                Assert.Equal(whole.Csv.Order(StringComparer.Ordinal), bench.Csv.Order(StringComparer.Ordinal));
                Assert.Equal(3, bench.Sharing.Changes.Count);
                Assert.All(
                    bench.Log.Where(e => e.Event == RemediationEvent.Done),
                    e => Assert.Contains(LaunchPermission.Everyone, e.Before)
                );
            }
    }

    [Fact]
    public void A_failure_on_one_image_stops_no_other()
    {
        var bench = new RemediationBench();
        bench.Sharing.Before = id =>
        {
            if (id == Ids[0])
                throw new AwsException(
                    "ec2:ModifyImageAttribute",
                    "UnauthorizedOperation",
                    "… with an explicit deny in a service control policy: arn:aws:organizations::998877665544:policy/o-a1b2c3d4e5/service_control_policy/p-1",
                    "r"
                );
        };
        Assert.Equal((2, 1), bench.Remediate());
        var failure = Assert.Single(bench.Bag.ToSorted());
        Assert.Equal("AMI1014", failure.Code);
        Assert.Contains("`break_glass_principals`", failure.Help, StringComparison.Ordinal);
        Assert.Equal(RemediationEvent.Failed, Assert.Single(bench.Log, e => e.Event == RemediationEvent.Failed).Event);
        Assert.Equal(["all"], bench.Permissions(0));
    }

    [Fact]
    public void A_lost_answer_is_settled_by_looking()
    {
        var bench = new RemediationBench();
        bench.Sharing.After = _ =>
            throw new AwsException(
                "ec2:ModifyImageAttribute",
                AwsFailure.RequestFailed,
                "no answer came in time",
                null
            );
        Assert.Equal((3, 0), bench.Remediate());
        Assert.Empty(bench.Bag.ToSorted());
    }

    [Fact]
    public void Undo_gives_back_what_the_run_took_and_takes_what_it_gave()
    {
        var bench = new RemediationBench();
        var before = Enumerable.Range(0, 4).Select(i => string.Join(',', bench.Permissions(i))).ToList();
        bench.Remediate();
        Assert.Equal(3, bench.Undo()!.Steps.Length);
        Assert.Equal(before, Enumerable.Range(0, 4).Select(i => string.Join(',', bench.Permissions(i))));
        Assert.Equal(3, bench.Log.Count(e => e.Event == RemediationEvent.Undone));
        Assert.Null(bench.Undo());
        Assert.Equal("AMI1016", Assert.Single(bench.Bag.ToSorted()).Code);
    }

    [Fact]
    public void Undo_leaves_alone_what_others_did_since()
    {
        var bench = new RemediationBench();
        bench.Remediate();
        bench.World.Ec2.Put(
            bench.World.Ec2.Image(Ids[0])! with
            {
                LaunchPermissions = [new("userId", "222233334444")],
            }
        );
        bench.Undo();
        Assert.Equal(["222233334444", "all"], bench.Permissions(0));
    }

    [Fact]
    public void A_changed_log_is_refused_and_people_s_rows_in_the_CSV_stay()
    {
        var bench = new RemediationBench();
        bench.Files.Inner.Files[RemediationLog.CsvPath] = Encoding.UTF8.GetBytes(
            "AMI_ID,Region,Original_Status,Remediation_Date,Remediated_By,Ticket\nami-12345678,us-east-1,public,2025-12-01,me,SEC-1"
        );
        bench.Remediate();
        Assert.Equal("ami-12345678,us-east-1,public,2025-12-01,me,SEC-1", bench.Csv[1]);
        Assert.Equal(5, bench.Csv.Length);
        bench.Files.Inner.Files[RemediationLog.Path] = Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(bench.Files.Inner.Files[RemediationLog.Path])
                .Replace("SEC-9876", "SEC-0000", StringComparison.Ordinal)
        );
        Assert.Null(RemediationLog.Open(bench.Files, bench.Bag));
        Assert.Contains(bench.Bag.ToSorted(), d => d.Code == "AMI1015");
    }

    [Fact]
    public void Without_a_sound_log_no_call_is_made()
    {
        var bench = new RemediationBench();
        bench.Files.Inner.Files[RemediationLog.Path] = "not a log\n"u8.ToArray();
        Assert.Null(bench.CarryOut(bench.Plan(), RemediationEvent.Done));
        Assert.Empty(bench.Sharing.Changes);
        Assert.Equal("AMI1015", Assert.Single(bench.Bag.ToSorted()).Code);
    }

    /// <summary>What is begun is finished and in the log; the rest is for another run.</summary>
    [Fact]
    public void Interrupted_it_finishes_the_calls_in_flight_and_another_run_does_the_rest()
    {
        var bench = new RemediationBench();
        using var interrupt = new CancellationTokenSource();
        bench.Sharing.Before = _ => interrupt.Cancel();
        var run = bench.CarryOutUntil(bench.Plan(), RemediationEvent.Done, interrupt.Token);
        Assert.NotNull(run);
        Assert.NotEmpty(bench.Sharing.Changes);
        Assert.Equal(bench.Sharing.Changes.Count, run.Changed);
        Assert.Equal(run.Changed < run.Outcomes.Length, run.IsInterrupted);
        Assert.Equal(run.Changed, bench.Log.Count(e => e.Event == RemediationEvent.Done));
        Assert.Equal(run.Changed, bench.Log.Count(e => e.Event == RemediationEvent.Changing));

        bench.Sharing.Before = null;
        Assert.Equal((run.Outcomes.Length - run.Changed, 0), bench.Remediate());
        Assert.Equal(run.Outcomes.Length, bench.Sharing.Changes.Count);
    }

    [Fact]
    public void Without_knowing_the_caller_no_call_is_made()
    {
        var bench = new RemediationBench();
        var remediation = new CarryOutRemediation(
            bench.Sharing,
            bench.Sharing,
            new Nobody(),
            bench.Files,
            new StillTime()
        );
        Assert.Throws<AwsException>(() =>
            remediation
                .Run(bench.Plan(), RemediationEvent.Done, bench.Bag, null, CancellationToken.None)
                .GetAwaiter()
                .GetResult()
        );
        Assert.Empty(bench.Sharing.Changes);
    }

    [Fact]
    public async Task One_decision_that_cannot_be_carried_out_stops_no_other()
    {
        var bench = new RemediationBench();
        var list = RemediationBench.List with
        {
            Images =
            [
                new(Ours, "us-east-1", Ids[0]) { Decision = ReviewDecision.Private },
                .. RemediationBench.List.Images.Skip(1),
            ],
        };
        var plan = await new PlanRemediation(bench.Sharing, [], new(2026, 1, 3)).Run(
            list,
            bench.Bag,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(Ids[1..3], plan.Steps.Select(s => s.Image.Id.Value));
        Assert.Equal((1, 1), (plan.Faulty, plan.Kept));
        var finding = Assert.Single(bench.Bag.ToSorted());
        Assert.Equal("AMI1011", finding.Code);
        Assert.EndsWith("the decision lacks `approved_by`, `ticket`", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_cannot_be_read_is_named_and_stops_no_other()
    {
        var bench = new RemediationBench();
        bench.Remediate();
        bench.World.Ec2.Remove(ImageId.Parse(Ids[1]));

        var plan = bench.Plan();
        Assert.Equal([Ids[1]], plan.NotReached.Select(i => i.Image.Id.Value));
        Assert.Equal(2, plan.Settled);
        var undo = bench.Undo()!;
        Assert.Equal([Ids[1]], undo.NotReached.Select(i => i.Image.Id.Value));
        Assert.Equal([Ids[0], Ids[2]], undo.Steps.Select(s => s.Image.Id.Value));
    }

    [Theory]
    [InlineData("us-east-1", "ami-1")]
    [InlineData("everywhere", "ami-00000000000000000")]
    public async Task A_decision_about_no_image_is_refused(string region, string image)
    {
        var bench = new RemediationBench();
        var list = new ReviewList([
            new(Ours, region, image)
            {
                Decision = ReviewDecision.Private,
                ApprovedBy = "security-lead",
                Ticket = "SEC-9876",
            },
        ]);
        var plan = await new PlanRemediation(bench.Sharing, [], new(2026, 1, 3)).Run(
            list,
            bench.Bag,
            TestContext.Current.CancellationToken
        );
        Assert.Equal((0, 1), (plan.Steps.Length, plan.Faulty));
        Assert.Equal("AMI1011", Assert.Single(bench.Bag.ToSorted()).Code);
    }

    [Fact]
    public async Task Undo_takes_back_single_images_and_is_told_of_no_other_run()
    {
        var bench = new RemediationBench();
        bench.Remediate();
        var undo = new UndoRemediation(bench.Sharing);
        var plan = await undo.Plan(
            bench.Log,
            null,
            [ImageId.Parse(Ids[1])],
            bench.Bag,
            TestContext.Current.CancellationToken
        );
        Assert.Equal([Ids[1]], plan!.Steps.Select(s => s.Image.Id.Value));
        Assert.Null(await undo.Plan(bench.Log, "another", [], bench.Bag, TestContext.Current.CancellationToken));
        Assert.Equal(
            "the log holds nothing of the run `another` that could be taken back",
            Assert.Single(bench.Bag.ToSorted()).Message
        );
    }

    [Fact]
    public void A_review_list_is_read_as_it_is_written()
    {
        var bag = new DiagnosticBag();
        var written = RemediationBench.List with
        {
            Images =
            [
                .. RemediationBench.List.Images.Select(i =>
                    i with
                    {
                        Name = "x",
                        SharedWith = [LaunchPermission.Everyone],
                        UsageReport = new(2026, 1, 2),
                        UsedBy = [new ImageUser(AccountId.Parse("600000000001"), "ec2:Instance", 3)],
                    }
                ),
            ],
        };
        var read = ReviewListReader.Read(new SourceText("review", ReviewListWriter.Write(written))).ReportTo(bag);
        Assert.Empty(bag.ToSorted());
        Assert.Equal(ReviewListWriter.Write(written), ReviewListWriter.Write(read!));
    }
}
