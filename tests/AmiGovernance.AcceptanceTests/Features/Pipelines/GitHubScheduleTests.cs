using AmiGovernance.AcceptanceTests.Support.Pipelines;

namespace AmiGovernance.AcceptanceTests.Features.Pipelines;

/// <summary>The workflows that run by the clock and by hand, after a deployment.</summary>
public sealed class GitHubScheduleTests : IDisposable
{
    private static readonly (string, string)[] Approved = [("ticket", "CHG-2"), ("notified", "mail to all teams")];

    private readonly GitHubBench bench = new();

    public GitHubScheduleTests()
    {
        bench.Propose("111122223333");
        bench.Merge();
        Succeeded(bench.OnMain()["deploy"]);
    }

    public void Dispose() => bench.Dispose();

    private static void Succeeded(GitHubJob job) => Assert.True(job.Outcome == "success", job.Log);

    private static void Failed(GitHubJob job, string reason)
    {
        Assert.True(job.Outcome == "failure", job.Log);
        Assert.True(job.Log.Contains(reason, StringComparison.Ordinal), job.Log);
    }

    [Fact]
    public void Every_night_AWS_is_compared_with_the_repository()
    {
        var quiet = bench.Daily();
        Succeeded(quiet["exceptions"]);
        Succeeded(quiet["drift"]);
        Assert.True(
            quiet["drift"].Summary.Contains("| the root r-a1b2 |", StringComparison.Ordinal),
            quiet["drift"].Summary
        );
        Assert.Equal("skipped", quiet["reminders"].Outcome);

        bench.World.Organization = bench.World.Organization with
        {
            Attachments =
            [
                .. bench.World.Organization.Attachments.Where(a =>
                    a.PolicyId.StartsWith("p-Full", StringComparison.Ordinal)
                ),
            ],
        };
        Failed(bench.Daily()["drift"], "was detached from r-a1b2");
    }

    /// <summary>Reminders that were sent are recorded also when a channel fails; where nothing is to be sent nothing is recorded.</summary>
    [Fact]
    public void Reminders_record_nothing_where_nothing_was_sent()
    {
        var before = bench.OnRemote("git rev-parse main");
        bench.Settings["vars.AMI_REMINDERS"] = "on";
        bench.Settings["secrets.AMIGOV_CHAT_WEBHOOK"] = bench.Host.Address;
        bench.Propose(
            "444455556666",
            """sed -i 's/"require_requests"/"reminders": { "chat_webhook": true }, "require_requests"/' config/exception_process.json"""
        );
        bench.Merge();
        var reminders = bench.Daily()["reminders"];
        Succeeded(reminders);
        Assert.Contains("nothing was recorded", reminders.Log, StringComparison.Ordinal);
        Assert.NotEqual(before, bench.OnRemote("git rev-parse main"));
    }

    [Fact]
    public void A_promotion_shows_its_gates_and_stops_while_one_is_closed()
    {
        var jobs = bench.Promote([.. Approved, ("target", "ou-a1b2-pilot0001")]);
        Failed(jobs["gates"], "audit-time");
        Assert.Contains("audit-time", jobs["gates"].Summary, StringComparison.Ordinal);
        Assert.Equal("skipped", jobs["promote"].Outcome);
        Assert.DoesNotContain(
            bench.World.Organization.Policies,
            p => p.Name.EndsWith("-enforced", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_promotion_through_its_gates_enforces_and_its_record_comes_back()
    {
        var jobs = bench.Promote(
            ("ticket", "CHG-2"),
            ("notified", "$(touch pwned)`id`' \" --yes"),
            ("target", "ou-a1b2-pilot0001"),
            ("override", "audit-time violations"),
            ("reason", "the pilot is a sandbox; $HOME")
        );
        Succeeded(jobs["gates"]);
        Succeeded(jobs["promote"]);
        Assert.Contains(bench.World.Organization.Policies, p => p.Name.EndsWith("-enforced", StringComparison.Ordinal));
        var record = bench.OnRemote("git show main");
        Assert.Contains("deployments/0002-", record, StringComparison.Ordinal);
        Assert.Contains("$(touch pwned)`id`' \\\" --yes", record, StringComparison.Ordinal);
        Assert.Contains("the pilot is a sandbox; $HOME", record, StringComparison.Ordinal);
        Succeeded(bench.Daily()["drift"]);
    }

    /// <summary>A merge alone never starts to block launches.</summary>
    [Fact]
    public void A_merge_that_asks_for_enforcement_waits_for_the_promotion()
    {
        bench.Propose(
            "444455556666",
            "sed -i 's/\"audit_mode\"/\"enabled\"/' config/ami_publishers.json",
            mode: "enabled"
        );
        bench.Merge();
        Failed(bench.OnMain()["deploy"], "AMI0506");
        Failed(bench.Promote([.. Approved, ("override", "audit-time"), ("reason", "x")])["gates"], "AMI0721");
    }
}
