using System.Text.Json.Nodes;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>What somebody does to the policies elsewhere shows, and says where.</summary>
public sealed class StatusTests
{
    private const string Workloads = "ou-ab12-workload";
    private const string Declarative = "ami-governance-declarative-policy";
    private const string Scp = "scp-ami-guardrail";

    private static RolloutBench Deployed()
    {
        var bench = new RolloutBench();
        Assert.Equal(ApplyOutcome.Done, bench.Configure(Samples.Clean, "audit_mode").PlanAndApply().Outcome);
        return bench;
    }

    private static StatusReport Status(RolloutBench bench) =>
        new ReadStatus(bench.Aws, bench.History, bench.Amigov.Files, bench.Time)
            .Run(new StatusRequest(Samples.ConfigPath, "dist"), CancellationToken.None)
            .GetAwaiter()
            .GetResult();

    private static string Id(RolloutBench bench, string name) =>
        bench.World.Organization.Policies.First(p => p.Name == name).Id;

    [Fact]
    public void After_a_deployment_and_after_a_promotion_nothing_drifts()
    {
        var bench = Deployed();
        Assert.Empty(Status(bench).Drifts);
        Assert.Equal(ReadPolicyHistory.Changes, bench.Events.Asked);
        bench.Promote(Workloads);
        var status = Status(bench);
        Assert.Empty(status.Drifts);
        Assert.Empty(status.NotRead);
        Assert.Equal(
            [(RolloutBench.Root, "AuditMode", 2), (Workloads, "Enabled", 3)],
            status.Targets.Select(t => (t.Target, t.Mode.ToString(), t.Accounts))
        );
        Assert.All(status.Targets, t => Assert.NotNull(t.Since));
        Assert.Equal(4, status.Covered);
    }

    private static RolloutBench Enforced()
    {
        var bench = Deployed().Configure(Samples.Clean, "enabled");
        Assert.Equal(ApplyOutcome.Done, bench.Promote().Outcome);
        return bench;
    }

    /// <summary>An emergency that broke off, a policy renamed by hand, a type of policies that was switched off.</summary>
    [Theory]
    [InlineData("content", "AuditMode")]
    [InlineData("name", "AuditMode")]
    [InlineData("type", "")]
    public void A_service_control_policy_that_still_denies_launches_is_told(string changed, string mode)
    {
        var bench = Enforced();
        var policies = new OrganizationPolicies(bench.World);
        var audit = new RolloutBench().Configure(Samples.Clean, "audit_mode").Plan().Desired.Policies;
        var content = audit.Single(p => p.Name == Declarative).Content;
        policies.Update(Id(bench, Declarative), null, null, content);
        var name = changed == "name" ? "renamed" : Scp;
        policies.Update(Id(bench, Scp), name, null, null);
        if (changed == "type")
        {
            policies.Detach(Id(bench, Declarative), RolloutBench.Root);
            bench.World.Organization = bench.World.Organization with
            {
                EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy],
            };
        }
        var target = Assert.Single(Status(bench).Targets);
        Assert.Equal((RolloutBench.Root, mode), (target.Target, $"{target.Mode}"));
        Assert.Equal([name], target.DeniedBy);
        Assert.EndsWith($"and `{name}` still denies launches", StatusView.ModeOf(target), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_sent_forward_while_a_rollback_is_not_done()
    {
        var bench = Enforced();
        bench.Aws.After = number =>
        {
            if (bench.Aws.Changes[number].StartsWith("UpdatePolicy", StringComparison.Ordinal))
                bench.Aws.Refused["UpdatePolicy"] = "ExpiredTokenException";
        };
        Assert.Equal(1, new RolloutCommands(bench).Rollback(RollbackTo.AuditMode).ExitCode);
        var status = Status(bench);
        Assert.Contains(status.Drifts, d => d.Between == "dist/ and organization");
        Assert.DoesNotContain(status.Drifts, d => d.Help.Contains("promote", StringComparison.Ordinal));
        Assert.Equal([Scp], Assert.Single(status.Targets).DeniedBy);
    }

    [Fact]
    public void A_unit_that_is_gone_is_told_as_gone()
    {
        var bench = Deployed();
        bench.Promote(Workloads);
        var organization = bench.World.Organization;
        bench.World.Organization = organization with
        {
            Units = [],
            Accounts = [.. organization.Accounts.Select(a => a with { ParentId = RolloutBench.Root })],
            Attachments = organization.Attachments.RemoveAll(a => a.TargetId == Workloads),
        };
        Assert.Contains(Status(bench).Drifts, d => d.What.Contains($"{Workloads} is gone", StringComparison.Ordinal));
    }

    [Fact]
    public void A_configuration_of_which_no_policy_can_be_made_agrees_with_nothing()
    {
        var bench = Deployed();
        var vendors = Enumerable
            .Range(0, 1_000)
            .Select(i => $$"""{ "account_id": "{{600_000_000_000 + i}}", "vendor_name": "Vendor {{i}}" }""");
        bench.Amigov.With(
            Samples.ConfigPath,
            Samples.Clean.Replace(
                "{ \"account_id\": \"111122223333\", \"vendor_name\": \"InfoBlox\" }",
                string.Join(", ", vendors),
                StringComparison.Ordinal
            )
        );
        var gap = Assert.Single(Status(bench).NotRead);
        Assert.StartsWith("configuration and dist/: ", gap, StringComparison.Ordinal);
        Assert.EndsWith("(`amigov validate`)", gap, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_edited_in_the_console_is_named()
    {
        var bench = Deployed();
        new OrganizationPolicies(bench.World).Update(
            Id(bench, Scp),
            null,
            null,
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:CreateImage","Resource":"*"}]}"""
        );
        Assert.Contains(
            Status(bench).Drifts,
            d => d is { Between: "record and organization", What: $"the content of `{Scp}` was changed" }
        );
        Assert.Contains(Status(bench).Drifts, d => d.Between == "dist/ and organization");
    }

    [Fact]
    public void A_detached_an_attached_and_a_deleted_policy_are_named()
    {
        var bench = Deployed();
        var policies = new OrganizationPolicies(bench.World);
        policies.Attach(Id(bench, Scp), Workloads);
        policies.Detach(Id(bench, Declarative), RolloutBench.Root);
        var status = Status(bench);
        Assert.Contains(status.Drifts, d => d.What == $"`{Scp}` was attached to {Workloads}");
        Assert.Contains(status.Drifts, d => d.What == $"`{Declarative}` was detached from {RolloutBench.Root}");
        Assert.Equal(0, status.Covered);
        Assert.Contains(status.Gaps, g => g.Why == "no declarative policy of ours above it" && g.Accounts.Length == 4);
        policies.Delete(Id(bench, Declarative));
        Assert.Contains(
            Status(bench).Drifts,
            d => d.What.StartsWith($"`{Declarative}` was deleted", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_policy_that_pulls_a_stage_back_to_audit_mode_is_named()
    {
        var bench = Deployed();
        bench.Promote("100000000001");
        // Between the root, which opens the state while there is a stage, and the stage.
        var policies = new OrganizationPolicies(bench.World);
        policies.Attach(
            policies
                .Create(
                    "pulls-back",
                    OrganizationPolicyType.DeclarativePolicyEc2,
                    "",
                    """{"ec2_attributes":{"allowed_images_settings":{"state":{"@@assign":"audit_mode","@@operators_allowed_for_child_policies":["@@none"]}}}}""",
                    OrganizationPolicy.NoTags
                )
                .Id,
            Workloads
        );
        var drift = Assert.Single(Status(bench).Drifts);
        Assert.Contains("100000000001", drift.What, StringComparison.Ordinal);
        Assert.Contains("enabled → audit_mode", drift.What, StringComparison.Ordinal);
        Assert.Contains("`pulls-back`", drift.What, StringComparison.Ordinal);
        Assert.Contains(
            Status(bench).Gaps,
            g => g.Why.StartsWith("a policy of somebody else wins", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_run_that_did_not_end_is_named()
    {
        var bench = Deployed();
        bench.Aws.Before = number =>
        {
            if (
                number == bench.Aws.Changes.Count - 1
                && bench.Aws.Changes[^1].StartsWith("UpdatePolicy", StringComparison.Ordinal)
            )
                throw new KilledException();
        };
        Assert.Throws<KilledException>(() => bench.Promote(Workloads));
        bench.Aws.Before = null;
        Assert.Contains(
            Status(bench).Drifts,
            d => d.What == "deployment d-2 did not end" && d.Help.Contains("promote", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_lost_record_is_named()
    {
        var bench = Deployed();
        bench.Amigov.Files.Delete(Assert.Single(bench.Log().Files).Path);
        Assert.Contains(
            Status(bench).Drifts,
            d => d.What == "policies of ours are there, and no deployment is recorded"
        );
    }

    [Fact]
    public void Without_a_repository_the_organization_is_still_shown()
    {
        var bench = Deployed();
        bench.Amigov.Files.Files.Clear();
        var status = Status(bench);
        Assert.Equal(2, status.Policies.Length);
        Assert.NotEmpty(status.NotRead);
        Assert.Equal(4, status.Covered);
    }

    private static JsonObject On(RolloutBench bench, string policy, string target = RolloutBench.Root) =>
        new() { ["policyId"] = Id(bench, policy), ["targetId"] = target };

    [Fact]
    public void Who_detached_a_policy_is_told_with_what_system_that_is()
    {
        var bench = Deployed();
        bench.Events.Add(
            bench.Time.GetUtcNow(),
            "DetachPolicy",
            On(bench, Scp),
            "AWSAccelerator-FinalizeStack-RevertScp/AWSAccelerator-FinalizeStack"
        );
        new OrganizationPolicies(bench.World).Detach(Id(bench, Scp), RolloutBench.Root);
        var status = Status(bench);
        var drift = Assert.Single(status.Drifts, d => d.What == $"`{Scp}` was detached from {RolloutBench.Root}");
        Assert.Equal(OtherWriter.LandingZoneAccelerator, drift.By?.Writer?.Writer);
        Assert.True(drift.By?.IsCertain);
        Assert.Equal("192.0.2.0", drift.By?.Call?.Caller.Address);
        Assert.Equal([Scp], Assert.Single(status.Writers).Ours);
    }

    [Fact]
    public void What_happened_before_the_last_deployment_or_elsewhere_did_not_make_a_drift()
    {
        var bench = Deployed();
        bench.Events.Add(bench.Time.GetUtcNow().AddMinutes(-5), "DetachPolicy", On(bench, Scp));
        bench.Events.Add(bench.Time.GetUtcNow(), "DetachPolicy", On(bench, Scp, Workloads));
        bench.Events.Add(bench.Time.GetUtcNow(), "DetachPolicy", On(bench, Declarative));
        new OrganizationPolicies(bench.World).Detach(Id(bench, Scp), RolloutBench.Root);
        var drift = Assert.Single(Status(bench).Drifts, d => d.By is not null);
        Assert.Null(drift.By?.Call);
        Assert.Contains("not in CloudTrail's event history of account 999999999999", drift.By?.Unknown);
    }

    [Fact]
    public void A_type_that_was_switched_off_detached_its_policies()
    {
        var bench = Deployed();
        bench.Events.Add(
            bench.Time.GetUtcNow(),
            "DisablePolicyType",
            new JsonObject { ["policyType"] = "DECLARATIVE_POLICY_EC2", ["rootId"] = RolloutBench.Root }
        );
        new OrganizationPolicies(bench.World).Detach(Id(bench, Declarative), RolloutBench.Root);
        var drift = Assert.Single(Status(bench).Drifts, d => d.By is not null);
        Assert.Equal("DisablePolicyType", drift.By?.Call?.Operation);
    }

    [Fact]
    public void A_policy_that_was_put_back_is_told_from_one_that_was_edited()
    {
        var bench = Deployed();
        var before = bench.World.Organization.Policies.First(p => p.Name == Declarative).Content;
        bench.Configure(Samples.Clean.Replace("222233334444", "222233334445", StringComparison.Ordinal), "audit_mode");
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        var drifts = Status(bench).Drifts;
        Assert.Empty(drifts);
        var after = bench.World.Organization.Policies.First(p => p.Name == Declarative).Content;
        Assert.NotEqual(before, after);
        new OrganizationPolicies(bench.World).Update(Id(bench, Declarative), null, null, before);
        bench.Events.Add(bench.Time.GetUtcNow(), "UpdatePolicy", On(bench, Declarative), "ci/run");
        var drift = Assert.Single(Status(bench).Drifts, d => d.By is not null);
        Assert.Equal($"`{Declarative}` was put back to what it was before deployment d-2", drift.What);
        Assert.EndsWith("assumed-role/ci/run", drift.By?.Call?.Caller.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_policy_and_a_lost_tag_are_two_things()
    {
        var bench = Deployed();
        var policies = new OrganizationPolicies(bench.World);
        var id = Id(bench, Scp);
        policies.SetTags(id, tags => tags.Clear());
        bench.Events.Add(bench.Time.GetUtcNow(), "UntagResource", new JsonObject { ["resourceId"] = id });
        var lost = Assert.Single(Status(bench).Drifts, d => d.By is not null);
        Assert.Contains("lost the tag", lost.What, StringComparison.Ordinal);
        Assert.Equal("UntagResource", lost.By?.Call?.Operation);

        policies.Detach(id, RolloutBench.Root);
        policies.Delete(id);
        bench.Events.Add(bench.Time.GetUtcNow(), "DeletePolicy", new JsonObject { ["policyId"] = id });
        var gone = Assert.Single(Status(bench).Drifts, d => d.By is not null);
        Assert.Equal(($"`{Scp}` was deleted", "DeletePolicy"), (gone.What, gone.By?.Call?.Operation));
    }

    [Fact]
    public void A_history_that_may_not_be_read_is_a_gap_and_no_error()
    {
        var bench = Deployed();
        bench.Events.Refuses = "AccessDeniedException";
        var status = Status(bench);
        Assert.Empty(status.Drifts);
        Assert.Contains("cloudtrail:LookupEvents: AccessDeniedException", Assert.Single(status.NotRead));
        Assert.Single(bench.Events.Asked);

        new OrganizationPolicies(bench.World).Detach(Id(bench, Scp), RolloutBench.Root);
        var drift = Assert.Single(Status(bench).Drifts, d => d.By is not null);
        Assert.StartsWith("not read (cloudtrail:LookupEvents", drift.By?.Unknown, StringComparison.Ordinal);
    }
}
