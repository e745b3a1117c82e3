using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;
using LaunchPermission = AmiGovernance.Sandbox.World.LaunchPermission;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>The runbook's example from request to end, in a real git repository, with time moving on.</summary>
public sealed class RunbookFlowTests : IDisposable
{
    private const string Branch = "exception/CLOUD-1234-account-123456789012";

    private readonly ExceptionBench bench = ExceptionBench.FromApproval();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void From_request_to_merge_request_as_the_runbook_says()
    {
        var before = bench.Git.Git("status", "--porcelain");
        var output = bench.Git.Demand("exception", "implement", "CLOUD-1234");

        Assert.Contains(
            "Total approved accounts: 5\nAccounts: 111122223333, 123456738923, 123456789012, 222233334444, 444455556666\n",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("✓ Allowlist consistency verified\n✅ VALIDATION PASSED\n", output, StringComparison.Ordinal);
        Assert.Contains("new on the list: images of 123456789012", output, StringComparison.Ordinal);
        Assert.Contains($"✓ branch {Branch} from origin/main", output, StringComparison.Ordinal);
        Assert.Equal(
            """
            feat: Add AMI exception for account 123456789012 (CLOUD-1234)

            - Account: 123456789012
            - Expires: 2026-04-03
            - Reason: Migration from legacy image pipeline
            - Approved by: security-lead, cloud-architect
            - Ticket: CLOUD-1234
            """,
            bench.Git.Git("log", "-1", "--format=%B", $"origin/{Branch}").TrimEnd('\n')
        );
        Assert.Equal(
            "Pat Moreno <pat@company.com>",
            bench.Git.Git("log", "-1", "--format=%an <%ae>", $"origin/{Branch}")
        );

        // The runbook's entry, with the type and the second role that the runbook's own table asks for (docs/corrections.md, row 45).
        Assert.Equal(
            """
            --- a/config/ami_publishers.json
            +++ b/config/ami_publishers.json
            @@ -23,0 +24,11 @@
            +    },
            +    {
            +      "account_id": "123456789012",
            +      "type": "migration",
            +      "expires_on": "2026-04-03",
            +      "reason": "Migration from legacy image pipeline",
            +      "ticket": "CLOUD-1234",
            +      "requested_by": "app-team-alpha",
            +      "approved_by": ["security-lead", "cloud-architect"],
            +      "approval_date": "2026-01-03",
            +      "notes": "Team is migrating to ops golden images by April 2026"
            """,
            string.Join('\n', bench.Git.Git("diff", "-U0", "main", Branch, "--", "config").Split('\n').Skip(2))
        );

        // The working folder is as it was; the branch passes the checks that CI makes.
        Assert.Equal(before, bench.Git.Git("status", "--porcelain"));
        Assert.Equal("main", bench.Git.Git("branch", "--show-current"));
        bench.Git.Git("checkout", "--quiet", Branch);
        bench.Git.Demand("validate");
        bench.Git.Demand("generate", "--check");
        bench.Git.Demand("exception", "check");
    }

    [Fact]
    public void Then_time_moves_on_to_warning_expiry_and_a_green_pipeline_again()
    {
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Merge(Branch);

        bench.At("2026-03-14T23:59:59Z").Git.Demand("exception", "check");
        // The other exception of the runbook's file ends first.
        bench.At("2026-03-15T00:00:00Z");
        Assert.Equal(1, bench.Git.Amigov("exception", "check").ExitCode);
        bench.Git.Demand("exception", "prune");
        bench.Merge("exception/prune-2026-03-15").Git.Demand("exception", "check");
        bench.Git.Demand("validate");

        bench.At("2026-03-19T12:00:00Z");
        Assert.DoesNotContain("AMI0202", bench.Git.Amigov("exception", "check").Error, StringComparison.Ordinal);
        bench.At("2026-03-20T00:00:00Z");
        var (warned, _, warning) = bench.Git.Amigov("exception", "check");
        Assert.Equal(0, warned);
        Assert.Contains(
            "the exception for account 123456789012 expires in 14 days, on 2026-04-03",
            warning,
            StringComparison.Ordinal
        );

        bench.At("2026-04-03T00:00:00Z");
        var (failed, verdict, error) = bench.Git.Amigov("exception", "check");
        Assert.Equal(1, failed);
        Assert.Contains(
            "the exception for account 123456789012 expired today at 00:00 UTC (2026-04-03)",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Expired exceptions fail the pipeline until they are removed or extended.",
            verdict,
            StringComparison.Ordinal
        );
        Assert.Equal(1, bench.Git.Amigov("validate").ExitCode);

        var pruned = bench.Git.Demand("exception", "prune");
        Assert.Contains("no longer on the list: images of 123456789012", pruned, StringComparison.Ordinal);
        Assert.Equal(
            "fix: Remove expired exception 123456789012",
            bench.Git.Git("log", "-1", "--format=%s", "exception/prune-2026-04-03")
        );
        bench.Merge("exception/prune-2026-04-03");
        bench.Git.Demand("exception", "check");
        bench.Git.Demand("validate");
        Assert.Equal("no exception has ended\n", bench.Git.Demand("exception", "prune"));
        var story = bench.Git.Demand("exception", "show", "CLOUD-1234");
        Assert.StartsWith(
            "CLOUD-1234: ended (removed 2026-04-03T00:00:00Z by Pat Moreno <pat@company.com>)",
            story,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "✓ implemented 2026-01-03T12:00:00Z by Pat Moreno <pat@company.com>, until 2026-04-03",
            story,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Requester_approvers_and_platform_team_are_reminded_by_mail()
    {
        using var sink = new SmtpSink();
        bench.Git.Write(
            "config/exception_process.json",
            $$"""{ "reminders": { "mail": { "host": "127.0.0.1", "port": {{sink.Port}}, "security": "none", "from": "ami-governance@company.com" } } }"""
        );
        bench.Git.CommitAll("reminders");
        bench.Push().Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Merge(Branch).At("2026-03-27T06:00:00Z").Git.Demand("exception", "prune");
        bench.Merge("exception/prune-2026-03-27").Git.Demand("exception", "remind", "--commit");
        Assert.Equal(
            ["alex@company.com", "kim@company.com", "pat@company.com", "sam@company.com"],
            sink.Mails.Select(m => m.To).Order(StringComparer.Ordinal)
        );
        Assert.All(
            sink.Mails,
            m =>
                Assert.Contains(
                    "Subject: AMI exception CLOUD-1234 for account 123456789012 ends in 7 days\n",
                    m.Text,
                    StringComparison.Ordinal
                )
        );
        Assert.All(
            sink.Mails,
            m => Assert.Contains("amigov exception extend CLOUD-1234", m.Text, StringComparison.Ordinal)
        );
        Assert.Equal("chore: Record reminders of 2026-03-27 [skip ci]", bench.Git.Git("log", "-1", "--format=%s"));
        // The same day again, and the next: nothing new.
        bench.Git.Demand("exception", "remind");
        bench.At("2026-03-28T06:00:00Z").Git.Demand("exception", "remind");
        Assert.Equal(4, sink.Mails.Count);
        bench.At("2026-03-31T06:00:00Z").Git.Demand("exception", "remind");
        Assert.Equal(8, sink.Mails.Count);
    }

    [Fact]
    public void The_service_control_policy_ends_it_on_its_day_though_nobody_prunes_or_deploys()
    {
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Merge(Branch).Git.Demand("generate", "--mode", "enabled", "--out", "deployed");
        string[] launch =
        [
            "explain",
            "--policies",
            "deployed",
            "--account",
            "333344445555",
            "--image-owner",
            "123456789012",
            "--at",
        ];
        bench.Git.Demand([.. launch, "2026-04-02T23:59:59Z"]);
        // The same documents, a second later.
        var (exitCode, output, _) = bench.Git.Amigov([.. launch, "2026-04-03T00:00:00Z"]);
        Assert.Equal(3, exitCode);
        Assert.Contains(
            "service control policy: denied by statement `DenyLaunchFrom20260403`",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task In_the_sandbox_a_launch_works_until_the_day_and_then_no_more_though_nobody_prunes_or_deploys()
    {
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Merge(Branch).Git.Demand("generate", "--mode", "enabled", "--out", "deployed");
        await using var rig = await SandboxRig.Start();
        rig.Attach(OrganizationPolicyType.ServiceControlPolicy, bench.Git.Read("deployed/scp-ami-guardrail.json"));
        rig.Attach(
            OrganizationPolicyType.DeclarativePolicyEc2,
            bench.Git.Read("deployed/organizations/declarative-policy-ec2.json"),
            name: "declarative"
        );
        var image = new SandboxImage(
            ImageId.Parse("ami-0123456789abcdef0"),
            RegionName.Parse("us-east-1"),
            AccountId.Parse("123456789012"),
            "legacy-pipeline",
            rig.World.Now
        )
        {
            LaunchPermissions = [LaunchPermission.Account(SandboxRig.Workload)],
        };
        rig.World.Ec2.Put(image);
        using var ec2 = rig.Ec2();
        var launch = new RunInstancesRequest
        {
            ImageId = image.Id.Value,
            MinCount = 1,
            MaxCount = 1,
        };
        await MoveClock(rig, "2026-04-02T23:59:59Z");
        await ec2.RunInstancesAsync(launch, TestContext.Current.CancellationToken);
        await MoveClock(rig, "2026-04-03T00:00:00Z");
        var denied = await Assert.ThrowsAsync<AmazonEC2Exception>(() =>
            ec2.RunInstancesAsync(launch, TestContext.Current.CancellationToken)
        );
        Assert.Equal("UnauthorizedOperation", denied.ErrorCode);
        Assert.Contains(
            $"on resource: arn:aws:ec2:us-east-1::image/{image.Id} with an explicit deny in a service control policy",
            denied.Message,
            StringComparison.Ordinal
        );
        // The declarative policy has no clock: it still allows the image.
        Assert.Contains(
            (
                await ec2.DescribeImagesAsync(
                    new DescribeImagesRequest { ImageIds = [image.Id.Value] },
                    TestContext.Current.CancellationToken
                )
            ).Images,
            i => i.ImageAllowed == true
        );
    }

    private static async Task MoveClock(SandboxRig rig, string to)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(
            new Uri(rig.Server.Address, "/_sandbox/clock"),
            new StringContent($$"""{"to":"{{to}}"}"""),
            TestContext.Current.CancellationToken
        );
        answer.EnsureSuccessStatusCode();
    }

    [Fact]
    public void An_exception_is_revoked_before_its_end()
    {
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        var (before, branch) = (bench.Git.Read(Samples.ConfigPath), "exception/CLOUD-1234-revoke-account-123456789012");
        bench
            .Merge(Branch)
            .At("2026-02-01T09:00:00Z")
            .Git.Demand("exception", "revoke", "CLOUD-1234", "--reason", "moved early");
        Assert.Equal(before.TrimEnd('\n'), bench.Read(branch, Samples.ConfigPath));
        Assert.Contains(
            "- Reason: moved early",
            bench.Git.Git("log", "-1", "--format=%B", branch),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "CLOUD-1234: ended (revoked",
            bench.Merge(branch).Git.Demand("exception", "show", "CLOUD-1234"),
            StringComparison.Ordinal
        );
    }
}
