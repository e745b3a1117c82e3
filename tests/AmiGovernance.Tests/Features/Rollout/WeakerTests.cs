using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>What lets more through is named, and needs a reviewed entry or a word of its own.</summary>
public sealed class WeakerTests
{
    private const string Publisher = "\"ops_publisher_account\": { \"account_id\": \"123456738923\" }";
    private const string Vendors = "\"vendor_publisher_accounts\": [ ";
    private const string NewVendor = """{ "account_id": "444455556666", "vendor_name": "Acme" }, """;
    private const string Settings = "\"policy_config\": { ";

    private const string NewException = """
        "exception_accounts": [
          {
            "account_id": "555566667777",
            "type": "migration",
            "expires_on": "2026-02-01",
            "reason": "Old appliance",
            "ticket": "CLOUD-9",
            "approved_by": ["security-lead", "cloud-architect"],
            "approval_date": "2026-01-02",
            "usable_by": ["100000000001", "100000000002"]
          },
        """;

    private static string Changed(string old, string now)
    {
        Assert.Contains(old, Samples.Clean, StringComparison.Ordinal);
        return Samples.Clean.Replace(old, now, StringComparison.Ordinal);
    }

    private static RolloutBench Deployed(string mode, string config = Samples.Clean)
    {
        var bench = new RolloutBench().Configure(config, mode);
        // How enforcement came there is other tests' matter.
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        bench.Aws.Changes.Clear();
        return bench;
    }

    private static CommandOutcome AssertRefused(RolloutBench bench, params string[] named)
    {
        var outcome = new RolloutCommands(bench).Apply();
        Assert.True(outcome.ExitCode == 3, outcome.Out + outcome.Error);
        Assert.Contains("AMI0510", outcome.Error, StringComparison.Ordinal);
        foreach (var line in named)
        {
            Assert.True(outcome.Out.Contains($"\n{line}\n", StringComparison.Ordinal), outcome.Out);
            Assert.True(
                outcome.Out.IndexOf(line, StringComparison.Ordinal)
                    < outcome.Out.IndexOf("\nmode: ", StringComparison.Ordinal)
            );
        }
        Assert.Empty(bench.Aws.Changes);
        return outcome;
    }

    private static void AssertDoneFor(RolloutBench bench, string reason)
    {
        var outcome = new RolloutCommands(bench) { AllowWeaker = reason }.Apply();
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        Assert.Contains(reason, bench.Log().Entries[^1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_publisher_that_nobody_reviewed_needs_a_reason()
    {
        var bench = Deployed("enabled").Commit();
        bench.Configure(Changed(Vendors, Vendors + NewVendor), "enabled");
        AssertRefused(bench, "weaker: images of owner 444455556666 (vendor Acme) may be launched in 5 accounts");
        AssertDoneFor(bench, "CHG-7");
    }

    [Fact]
    public void In_audit_mode_it_is_said_that_nothing_is_blocked_yet()
    {
        var bench = Deployed("audit_mode");
        bench.Configure(Changed(Vendors, Vendors + NewVendor), "audit_mode");
        AssertRefused(
            bench,
            "weaker: images of owner 444455556666 (vendor Acme) count as approved (audit mode) in 5 accounts"
        );
    }

    [Fact]
    public void A_new_publisher_that_is_committed_is_shown_and_its_entry_is_the_reason()
    {
        var bench = Deployed("enabled");
        bench.Configure(Changed(Vendors, Vendors + NewVendor), "enabled").Commit();
        var outcome = new RolloutCommands(bench).Apply();
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        Assert.Contains(
            "\nweaker (reviewed): images of owner 444455556666 (vendor Acme) may be launched in 5 accounts\n",
            outcome.Out,
            StringComparison.Ordinal
        );
        Assert.Equal("test; vendor Acme", bench.Log().Entries[^1].Why);
    }

    /// <summary>The commit holds an entry for the account, but not this one.</summary>
    [Fact]
    public void An_entry_that_was_changed_after_the_commit_is_not_reviewed()
    {
        var narrow = NewVendor.Replace(
            " }",
            ", \"image_criteria\": { \"image_names\": [\"acme-*\"] } }",
            StringComparison.Ordinal
        );
        var bench = Deployed("enabled");
        bench.Configure(Changed(Vendors, Vendors + narrow), "enabled").Commit();
        bench.Configure(Changed(Vendors, Vendors + NewVendor), "enabled");
        AssertRefused(bench, "weaker: images of owner 444455556666 (vendor Acme) may be launched in 5 accounts");
    }

    [Fact]
    public void A_publisher_of_which_more_images_pass_is_weaker()
    {
        var narrow = NewVendor.Replace(
            " }",
            ", \"image_criteria\": { \"image_names\": [\"acme-*\"] } }",
            StringComparison.Ordinal
        );
        var bench = Deployed("enabled", Changed(Vendors, Vendors + narrow));
        bench.Configure(Changed(Vendors, Vendors + NewVendor), "enabled");
        AssertRefused(bench, "weaker: more images of owner 444455556666 (vendor Acme) may be launched in 5 accounts");
    }

    [Fact]
    public void A_publisher_of_which_fewer_images_pass_is_not_weaker()
    {
        var narrow = NewVendor.Replace(
            " }",
            ", \"image_criteria\": { \"image_names\": [\"acme-*\"] } }",
            StringComparison.Ordinal
        );
        var bench = Deployed("enabled", Changed(Vendors, Vendors + NewVendor));
        bench.Configure(Changed(Vendors, Vendors + narrow), "enabled");
        var proposal = bench.Plan().Propose();
        Assert.False(proposal!.IsEmpty);
        Assert.Empty(proposal.Weaker);
    }

    [Fact]
    public void An_alias_without_a_reviewed_entry_is_weaker()
    {
        var bench = Deployed("enabled");
        bench.Configure(Changed(Publisher, Publisher + ", \"publisher_aliases\": [\"aws_marketplace\"]"), "enabled");
        var outcome = AssertRefused(bench);
        Assert.Contains(
            "weaker: images of owner aws_marketplace (alias) may be launched in 5 accounts",
            outcome.Out,
            StringComparison.Ordinal
        );
    }

    /// <summary>The other layer lets only these launch: that is what comes.</summary>
    [Fact]
    public void An_exception_for_some_accounts_is_weaker_there_alone()
    {
        var bench = Deployed("enabled");
        bench.Configure(Changed("\"exception_accounts\": [", NewException), "enabled");
        AssertRefused(
            bench,
            "weaker: images of owner 555566667777 (exception CLOUD-9 until 2026-02-01) may be launched in 1 account",
            "weaker: images of owner 555566667777 (exception CLOUD-9 until 2026-02-01) may be launched until 2026-02-01T00:00:00Z in 2 accounts"
        );

        bench.Commit();
        var outcome = new RolloutCommands(bench).Apply();
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        Assert.Contains(
            "exception CLOUD-9 until 2026-02-01: Old appliance",
            bench.Log().Entries[^1].Why,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_smaller_target_is_weaker_whoever_reviewed_it()
    {
        var bench = Deployed("audit_mode");
        bench.Configure(Changed(Publisher, Publisher + ", \"targets\": [\"ou-ab12-workload\"]"), "audit_mode").Commit();
        AssertRefused(
            bench,
            "weaker: our declarative policy is taken away in 2 accounts",
            "weaker: our service control policies are taken away in 1 account"
        );
        AssertDoneFor(bench, "CHG-8");
    }

    [Theory]
    [InlineData(
        "deny_ami_creation_in_workloads",
        "no longer denied: creating, copying and importing images by every account but 111122223333, 123456738923, in 3 accounts"
    )]
    [InlineData("block_public_ami_sharing", "public sharing of images is no longer blocked in 5 accounts")]
    public void A_guardrail_that_is_switched_off_is_weaker_whoever_reviewed_it(string key, string said)
    {
        var bench = Deployed("audit_mode");
        bench.Configure(Changed(Settings, $"{Settings}\"{key}\": false, "), "audit_mode").Commit();
        AssertRefused(bench, $"weaker: {said}");
    }

    [Theory]
    [InlineData("block_all_sharing", "block_new_sharing", "snapshots that were shared publicly are public again")]
    [InlineData("block_new_sharing", null, "public sharing of snapshots is no longer blocked")]
    [InlineData(null, "unblocked", "public sharing of snapshots is open, and no account can block it for itself")]
    public void A_weaker_state_of_an_attribute_is_weaker(string? before, string? after, string said)
    {
        var bench = Deployed("audit_mode", WithSnapshots(before));
        bench.Configure(WithSnapshots(after), "audit_mode").Commit();
        AssertRefused(bench, $"weaker: {said} in 5 accounts");
        AssertDoneFor(bench, "CHG-9");
    }

    [Theory]
    [InlineData("block_new_sharing", "block_all_sharing")]
    [InlineData(null, "block_all_sharing")]
    [InlineData("unblocked", "block_new_sharing")]
    public void A_stronger_state_of_an_attribute_is_not_weaker(string? before, string? after)
    {
        var bench = Deployed("audit_mode", WithSnapshots(before));
        bench.Configure(WithSnapshots(after), "audit_mode");
        var proposal = bench.Plan().Propose();
        Assert.False(proposal!.IsEmpty);
        Assert.Empty(proposal.Weaker);
    }

    private static string WithSnapshots(string? state) =>
        state is null ? Samples.Clean : Changed(Settings, $"{Settings}\"snapshot_block_public_access\": \"{state}\", ");

    /// <summary>The plan was made for another list than the configuration of today.</summary>
    [Fact]
    public void A_guarantee_that_is_lost_is_named()
    {
        var bench = Deployed("enabled");
        var before = bench.Plan();
        bench.Configure(Changed(Vendors, Vendors + NewVendor), "enabled");
        var reviewed = new ReviewedPlan("plan.json", bench.Plan().Result.Plan!);
        var proposal = before.Propose(reviewed);
        Assert.Contains(proposal.Weaker, w => w.Kind == WeakeningKind.GuaranteeLost);
    }

    /// <summary>The policy was edited by hand: what its condition denied, the prover cannot split along.</summary>
    [Fact]
    public void A_deny_that_goes_and_that_nobody_can_tell_the_meaning_of_is_weaker()
    {
        const string Unclear =
            """{"Sid":"ByHand","Effect":"Deny","Action":"ec2:CopyImage","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}},""";
        var bench = Deployed("audit_mode");
        var scp = bench.World.Organization.Policies.First(p => p.Name == "scp-ami-guardrail");
        var edited = scp with
        {
            Content = scp.Content.Replace("\"Statement\":[", $"\"Statement\":[{Unclear}", StringComparison.Ordinal),
        };
        Assert.NotEqual(scp.Content, edited.Content);
        var copy = new RolloutBench(
            bench.World.Organization with
            {
                Policies = bench.World.Organization.Policies.Replace(scp, edited),
            }
        );
        copy.Configure(Samples.Clean, "audit_mode");
        var weakening = Assert.Single(copy.Plan().Propose()!.Weaker);
        Assert.Equal(WeakeningKind.GuardrailRemoved, weakening.Kind);
        Assert.Contains("`ByHand`", weakening.What, StringComparison.Ordinal);
        Assert.False(weakening.IsReviewed);
    }

    [Fact]
    public void A_first_deployment_and_one_that_only_denies_more_are_not_weaker()
    {
        var bench = new RolloutBench().Configure(Changed(Vendors, Vendors + NewVendor), "audit_mode");
        Assert.Empty(bench.Plan().Propose()!.Weaker);
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        bench.Configure(Samples.Clean, "audit_mode");
        var proposal = bench.Plan().Propose();
        Assert.False(proposal!.IsEmpty);
        Assert.Empty(proposal.Weaker);
    }

    [Fact]
    public void A_rollback_names_what_gets_weaker_and_needs_no_reason()
    {
        var bench = Deployed("enabled", Changed(Vendors, Vendors + NewVendor));
        bench.Configure(Samples.Clean, "enabled");
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);
        var outcome = new RolloutCommands(bench).Rollback(RollbackTo.Before);
        Assert.True(outcome.ExitCode == 0, outcome.Out + outcome.Error);
        Assert.Contains("weaker: images of owner 444455556666", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_question_holds_what_no_reviewed_entry_wants()
    {
        var bench = Deployed("enabled");
        bench.Configure(Changed(Vendors, Vendors + NewVendor), "enabled");
        var asked = new Responsibility(UnprovenPolicies.Refused, WeakerPolicies.Asked);
        var allowed = JudgeDeployment.Run(bench.Plan().Propose()!, asked, new());
        Assert.NotNull(allowed);
        var weakening = Assert.Single(allowed.Question.Weaker);
        Assert.Equal(WeakeningKind.OwnerAllowed, weakening.Kind);
        Assert.Empty(allowed.ReviewedReasons);
    }
}
