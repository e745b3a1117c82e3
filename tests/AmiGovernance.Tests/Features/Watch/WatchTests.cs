using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Watch;

public sealed class WatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 0, 0, 1, TimeSpan.Zero);

    [Fact]
    public void Nothing_is_told_of_an_organization_that_is_as_it_was_deployed()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        var report = bench.Tick();
        Assert.True(report.Looked);
        Assert.Empty(report.Open);
        Assert.Empty(bench.Told);
        Assert.Equal(bench.Remote.Resolve("origin/main"), report.Commit);
    }

    [Fact]
    public void An_exception_ends_in_both_layers_on_its_day()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        bench.Tick();
        Assert.True(bench.LetsIn(WatchBench.Partner));

        bench.Clock.Now = Midnight;
        var report = bench.Tick();

        Assert.False(bench.LetsIn(WatchBench.Partner));
        Assert.Equal([WatchBench.Partner], report.Ended.Select(e => e.Account));
        Assert.Empty(report.Open);
        var told = Assert.Single(bench.Told);
        Assert.Equal("AMI governance: ends as approved: 222233334444 (CLOUD-1), 2026-03-01", told.Subject);
    }

    [Fact]
    public async Task An_end_is_told_though_nobody_can_look_at_what_came_of_it()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        var (changed, failed) = (false, false);
        var aws = Troubled<IOrganizations>.Over(
            bench.Team.Aws,
            call =>
            {
                changed |= call == nameof(IOrganizations.UpdatePolicy);
                var fails = changed && call == nameof(IOrganizations.DescribeOrganization) && !failed;
                failed |= fails;
                return fails ? Trouble.Before : Trouble.None;
            },
            call => new AwsException(
                new AwsFailure
                {
                    Operation = call,
                    Code = "TooManyRequestsException",
                    Message = "slower",
                }
            )
        );
        var watch = new WatchOrganization(bench.Ports with { Organizations = aws }, bench.Request, bench.Clock);
        bench.Clock.Now = Midnight;

        var report = await watch.Run(TestContext.Current.CancellationToken);

        Assert.True(failed);
        Assert.Equal([WatchBench.Partner], report.Ended.Select(e => e.Account));
        Assert.Contains("not-looked", report.Open.Select(o => o.Key));
        Assert.Contains(
            bench.Told,
            t => t.Body.ToString().Contains("ends as approved: 222233334444", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_end_is_recorded_and_pushed_as_what_it_is()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        bench.Clock.Now = Midnight;
        bench.Tick();
        var last = bench.Record().Entries[^1];
        Assert.Equal((DeploymentEvent.Finished, DeploymentPurpose.ScheduledEnd), (last.Event, last.Purpose));
        Assert.Equal("ends as approved: 222233334444 (CLOUD-1), 2026-03-01", last.Why);
        Assert.DoesNotContain(bench.Store.Names, n => n.StartsWith("record/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_end_of_an_exception_is_nothing_to_roll_back()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        var deployed = bench.Record().LastToUndo;
        bench.Clock.Now = Midnight;
        bench.Tick();
        Assert.Equal(deployed, bench.Record().LastToUndo);
    }

    [Fact]
    public void A_merge_that_is_not_deployed_is_not_deployed_in_passing()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        var more = WatchBench
            .Config("2026-03-01")
            .Replace(
                "\"vendor_publisher_accounts\": [",
                "\"vendor_publisher_accounts\": [ { \"account_id\": \"333344445555\", \"vendor_name\": \"Palo\" },",
                StringComparison.Ordinal
            );
        bench.Merge(more, deploys: false);
        bench.Clock.Now = Midnight;
        var report = bench.Tick();
        Assert.False(bench.LetsIn(WatchBench.Partner));
        Assert.False(bench.LetsIn("333344445555"));
        Assert.Equal(["pending"], report.Open.Select(o => o.Key));
        Assert.Null(report.Open[0].Told);

        bench.Clock.Now += TimeSpan.FromHours(2);
        Assert.NotNull(bench.Tick().Open.Single().Told);
    }

    [Fact]
    public void What_somebody_changed_is_told_with_who_did_it_and_once_when_it_is_over()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        bench.Tick();
        var scp = bench.Detach();
        bench.Team.Events.Add(
            Noon.AddMinutes(3),
            "DetachPolicy",
            new() { ["policyId"] = scp.Id, ["targetId"] = RolloutBench.Root }
        );
        bench.Clock.Now = Noon.AddMinutes(5);
        bench.Tick();
        bench.Tick();
        var told = Assert.Single(bench.Told);
        Assert.Contains("`scp-ami-guardrail` was detached from r-ab12", told.Subject, StringComparison.Ordinal);
        Assert.Contains("user/diego", told.Body, StringComparison.Ordinal);

        bench.Attach(scp);
        bench.Tick();
        Assert.Contains("over: ", bench.Told[^1].Subject, StringComparison.Ordinal);
        Assert.Equal(2, bench.Told.Count);
    }

    [Fact]
    public void An_exception_ends_though_somebody_changed_the_other_layer()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        bench.Detach();
        bench.Clock.Now = Midnight;
        var report = bench.Tick();
        Assert.False(bench.LetsIn(WatchBench.Partner));
        Assert.Contains(report.Open, o => o.Key.StartsWith("drift/", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Open, o => o.Key.StartsWith("ended/", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_an_exception_cannot_be_ended_it_is_told()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        bench.Team.Aws.Refused["UpdatePolicy"] = "AccessDeniedException";
        bench.Clock.Now = Midnight;
        var report = bench.Tick();
        Assert.Contains(report.Open, o => o.Key == "ended/222233334444/2026-03-01" && o.Told is not null);
        Assert.Contains("AWS still lets its images in", bench.Told.Single().Body, StringComparison.Ordinal);

        bench.Team.Aws.Refused.Clear();
        bench.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Empty(bench.Tick().Open);
        Assert.False(bench.LetsIn(WatchBench.Partner));
    }

    [Fact]
    public void What_was_changed_is_put_back_where_that_is_asked_for()
    {
        var bench = Repairing();
        bench.Detach();
        var report = bench.Tick();
        Assert.Equal((1, 0), (report.Repaired, report.Drifts));
        Assert.Equal(DeploymentPurpose.Repair, bench.Record().Entries[^1].Purpose);
        Assert.Contains("put back: ", bench.Told.Single().Subject, StringComparison.Ordinal);
    }

    /// <summary>Whoever may write the record could have written it, and the watch would deploy that.</summary>
    [Fact]
    public void What_is_recorded_and_AWS_does_not_know_of_is_not_put_back()
    {
        var bench = Repairing();
        bench.Detach();
        Assert.Equal(1, bench.Tick().Repaired);
        // Without a mark in AWS.
        bench.Enforce();
        bench.Detach();
        var report = bench.Tick();
        Assert.Equal((0, 1), (report.Repaired, report.Drifts));
        Assert.Contains(report.Open, o => o.Key == "unconfirmed");
    }

    [Fact]
    public void Enforcement_that_somebody_ended_by_hand_begins_again()
    {
        var bench = Repairing();
        bench.Enforce();
        var declarative = bench.Ours(OrganizationPolicyType.DeclarativePolicyEc2);
        var open = declarative with
        {
            Content = declarative.Content.Replace("\"enabled\"", "\"audit_mode\"", StringComparison.Ordinal),
        };
        bench.Update(open);
        bench.Tick();
        Assert.Equal(declarative.Content, bench.Ours(OrganizationPolicyType.DeclarativePolicyEc2).Content);
    }

    [Fact]
    public void Nothing_is_put_back_that_would_let_more_in()
    {
        var bench = Repairing();
        var declarative = bench.Ours(OrganizationPolicyType.DeclarativePolicyEc2);
        var narrower = declarative with
        {
            Content = declarative.Content.Replace("\"111122223333\",", "", StringComparison.Ordinal),
        };
        Assert.NotEqual(declarative.Content, narrower.Content);
        bench.Update(narrower);
        var report = bench.Tick();
        Assert.Equal(0, report.Repaired);
        Assert.Contains(report.Open, o => o.Key == "repair");
    }

    [Fact]
    public void It_does_not_fight()
    {
        var bench = Repairing();
        var repaired = 0;
        for (var minute = 0; minute < 180; minute++)
        {
            bench.Clock.Now += TimeSpan.FromMinutes(1);
            bench.Detach();
            repaired += bench.Tick().Repaired;
        }
        Assert.Equal(2, repaired);
        Assert.Single(
            bench.Told,
            t => t.Body.ToString().Contains("nothing is put back any more", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_rollback_that_is_not_pushed_is_not_undone()
    {
        var bench = Repairing();
        bench.Enforce();
        bench.Tick();
        // From a laptop, at night; its record is not pushed yet.
        var laptop = bench.Team.Clone();
        laptop.Time = bench.Clock;
        Assert.Equal(0, new RolloutCommands(laptop).Rollback(RollbackTo.AuditMode).ExitCode);
        bench.Clock.Now += TimeSpan.FromMinutes(1);
        var report = bench.Tick();
        Assert.Equal(0, report.Repaired);
        Assert.Equal(["record"], report.Open.Select(o => o.Key));
    }

    [Fact]
    public void One_of_two_watches_and_the_other_takes_its_place()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        var other = bench.Process("two");
        bench.Tick();
        Assert.Equal("one", other().Leader);
        bench.Clock.Now += bench.Request.Lease;
        Assert.Null(other().Leader);
        Assert.Equal("two", bench.Tick().Leader);
    }

    /// <summary>Two processes that were given one name, by mistake.</summary>
    [Fact]
    public void Of_two_with_one_name_one_watches()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        var other = bench.Process(bench.Request.Holder);
        bench.Tick();
        // It may be the same process after a restart.
        Assert.Null(other().Leader);
        for (var minutes = 0; minutes < 5; minutes++)
        {
            bench.Clock.Now += TimeSpan.FromMinutes(1);
            Assert.Equal($"another process of the name {bench.Request.Holder}", bench.Tick().Leader);
            Assert.Null(other().Leader);
        }
        bench.Clock.Now += bench.Request.Lease;
        Assert.Null(bench.Tick().Leader);
    }

    [Fact]
    public void A_second_change_of_the_same_policy_is_told_at_once()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        var policy = bench.Ours(OrganizationPolicyType.DeclarativePolicyEc2);
        foreach (var account in new[] { "999988887777", "999988887777", "666655554444" })
        {
            bench.Update(
                policy with
                {
                    Content = policy.Content.Replace("123456738923", account, StringComparison.Ordinal),
                }
            );
            bench.Tick();
        }
        Assert.Equal(2, bench.Told.Count);
        Assert.All(bench.Told, told => Assert.Contains("the content of", told.Subject, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_told_is_not_told_again_by_another_process()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        bench.Detach();
        bench.Tick();
        bench.Restart();
        bench.Tick();
        Assert.Single(bench.Told);
    }

    [Fact]
    public void Jobs_run_once_for_their_time_and_what_they_found_stays_open()
    {
        var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
        var runs = new List<string>();
        bench.Job = name =>
        {
            runs.Add(name);
            return name == "images"
                ? new JobResult(JobOutcome.Findings, "ami-0123 is public\n")
                : new JobResult(JobOutcome.Fine, "");
        };
        for (var hour = 0; hour < 24 * 7; hour++)
        {
            bench.Tick();
            bench.Clock.Now += TimeSpan.FromHours(1);
        }
        Assert.Equal(7, runs.Count(r => r == "reminders"));
        Assert.Equal(1, runs.Count(r => r == "images"));
        Assert.Contains("ami-0123 is public", bench.Told[0].Body, StringComparison.Ordinal);
    }

    private static WatchBench Repairing()
    {
        var bench = new WatchBench(Noon)
        {
            Request = new(TestSupport.Samples.ConfigPath, "one") { Recipients = [new("chat", "")], Repairs = true },
        }.Merge(WatchBench.Config("2026-03-01"));
        bench.Tick();
        return bench;
    }

    [Theory]
    [InlineData("--store is empty", "watch", "--store", "")]
    [InlineData("--name is empty", "watch", "--store", "x", "--name", " ")]
    [InlineData("--store names no bucket", "watch", "--store", "s3://")]
    public void What_is_no_store_and_no_name_is_refused(string refusal, params string[] args)
    {
        using var amigov = new TestSupport.Amigov();
        var (exitCode, _, error) = amigov.Run(args);
        Assert.Equal(2, exitCode);
        Assert.Contains(refusal, error, StringComparison.Ordinal);
    }

    /// <summary>The end once left what was detached out of the record, and the repair deleted the service control policy.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_somebody_changed_is_still_known_after_an_exception_ended(bool repairs)
    {
        var bench = new WatchBench(Noon)
        {
            Request = new WatchRequest(Samples.ConfigPath, "one") { Repairs = repairs },
        }.Merge(WatchBench.Config("2026-03-01"));
        bench.Tick();
        var scp = bench.Detach();
        bench.Clock.Now = Midnight;
        var report = bench.Tick();
        Assert.Equal([WatchBench.Partner], report.Ended.Select(e => e.Account));
        bench.Clock.Now += TimeSpan.FromMinutes(1);
        report = bench.Tick();

        Assert.Equal(scp.Id, bench.Ours(OrganizationPolicyType.ServiceControlPolicy).Id);
        Assert.Equal(repairs, bench.Team.World.Organization.Attachments.Any(a => a.PolicyId == scp.Id));
        Assert.Equal(repairs, report.Open.IsEmpty);
    }
}
