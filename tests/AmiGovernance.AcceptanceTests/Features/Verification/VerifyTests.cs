using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Verification;

/// <summary>Verification against organizations that are as they should be, and against broken ones.</summary>
public sealed class VerifyTests
{
    /// <summary>An enforced policy hides it, so that it must be named.</summary>
    private static string Stranger(DeployedSandbox sandbox) =>
        sandbox.World.Ec2.Images.First(i => i.OwnerId.Value == WorldGenerator.Stranger).Id.Value;

    [Fact]
    public void A_sound_deployment_in_audit_mode_is_as_expected_on_every_line()
    {
        using var sandbox = new DeployedSandbox("audit_mode");
        var (code, output, error) = sandbox.Verify();
        Assert.True(code == 0, output + error);
        Assert.Contains("[x] Approved AMI launches succeed", output, StringComparison.Ordinal);
        Assert.Contains("✓ launch an image that is not approved: allowed (dry run)", output, StringComparison.Ordinal);
        Assert.Contains("ImageAllowed is false (image mark)", output, StringComparison.Ordinal);
        Assert.Contains("[-] CloudTrail", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_deployment_that_enforces_is_as_expected_on_every_line()
    {
        using var sandbox = new DeployedSandbox("enabled");
        var (code, output, error) = sandbox.Verify("--unapproved-image", Stranger(sandbox));
        Assert.True(code == 0, output + error);
        Assert.Contains(
            "✓ launch an image that is not approved: denied by scp-ami-guardrail",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "✓ launch an own image, before the exception ends on 2027-01-29: allowed (dry run; payments-legacy)",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "✓ launch an own image on 2027-01-29: denied by scp-ami-guardrail",
            output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("✗", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_cannot_be_found_leaves_the_test_open()
    {
        using var sandbox = new DeployedSandbox("enabled");
        var (code, output, _) = sandbox.Verify("--account", WorldGenerator.GoldenImages);
        Assert.Equal(4, code);
        Assert.Contains("name one with `--unapproved-image`", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_service_control_policy_its_tests_fail_and_the_declarative_layer_stands()
    {
        using var sandbox = new DeployedSandbox("enabled").Detach(OrganizationPolicyType.ServiceControlPolicy);
        var (code, output, _) = sandbox.Verify("--unapproved-image", Stranger(sandbox));
        Assert.Equal(3, code);
        Assert.Contains(
            "✗ create an image: allowed; expected: denied by our service control policy",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "✗ launch an image that is not approved: allowed; expected: denied",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("✓ effective EC2 policy of the account: enabled", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_declarative_policy_its_lines_fail_though_every_dry_run_passes()
    {
        using var sandbox = new DeployedSandbox("enabled").Detach(OrganizationPolicyType.DeclarativePolicyEc2);
        var (code, output, _) = sandbox.Verify();
        Assert.Equal(3, code);
        Assert.Contains(
            "✓ launch an image that is not approved: denied by scp-ami-guardrail",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "✗ effective EC2 policy of the account: no EC2 policy reaches the account",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("✗ Allowed AMIs in the Region: disabled, managed by account", output, StringComparison.Ordinal);
        Assert.Contains(
            "✗ block public access in the Region: block-new-sharing, managed by account",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_wrong_publisher_account_shows_as_a_difference_of_the_providers()
    {
        using var sandbox = new DeployedSandbox("audit_mode");
        sandbox.Amigov.With(
            Samples.ConfigPath,
            Samples.Governance.Replace("123456738923", "300000000001", StringComparison.Ordinal)
        );
        var (code, output, _) = sandbox.Verify("--account", WorldGenerator.PaymentsProduction);
        Assert.Equal(3, code);
        Assert.Contains(
            "not allowed: 300000000001; allowed beyond the configuration: 123456738923",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_denial_by_a_policy_of_somebody_else_is_an_answer_of_its_own()
    {
        const string other =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:ImportImage","Resource":"*"}]}""";
        using var sandbox = new DeployedSandbox("audit_mode").Attach("no-imports", other);
        var (code, output, _) = sandbox.Verify("--account", WorldGenerator.PaymentsProduction);
        Assert.Equal(4, code);
        Assert.Contains(
            "? import an image: denied, but by another policy: no-imports (p-other123)",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("✓ copy an image: denied by scp-ami-guardrail", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_without_permission_shows_nothing_of_our_policies()
    {
        using var sandbox = new DeployedSandbox("audit_mode");
        const string reads =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:Describe*","ec2:Get*"],"Resource":"*"}]}""";
        sandbox.AddRole(WorldGenerator.PaymentsProduction, "reader", reads);
        var (code, output, _) = sandbox.Verify("--account", WorldGenerator.PaymentsProduction, "--role-name", "reader");
        Assert.Equal(4, code);
        Assert.Contains(
            "? launch an approved image: denied by an identity-based policy",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("the caller needs the IAM action ec2:RunInstances", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_that_cannot_be_entered_is_a_gap_and_leaves_the_checklist_open()
    {
        using var sandbox = new DeployedSandbox("audit_mode");
        sandbox.World.Roles.Remove(
            (AccountId.Parse(WorldGenerator.PaymentsProduction), SandboxRole.OrganizationAccess)
        );
        var (code, output, _) = sandbox.Verify(
            "--account",
            WorldGenerator.PaymentsProduction,
            "--account",
            WorldGenerator.GoldenImages
        );
        Assert.Equal(4, code);
        Assert.Contains(
            "not verified: 333344445555 in us-east-1: sts:AssumeRole: AccessDenied",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("[?] AMI copy/import operations are denied", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_throttled_call_is_not_checked_rather_than_taken_for_a_decision()
    {
        using var sandbox = new DeployedSandbox("audit_mode");
        sandbox.Amigov.Sandbox!.Faults.Add(
            new Fault("ec2", "ImportImage", FaultKind.Error) { Code = "RequestLimitExceeded", Status = 400 }
        );
        var (code, output, _) = sandbox.Verify("--account", WorldGenerator.PaymentsProduction);
        Assert.Equal(4, code);
        Assert.Contains("? import an image: no decision: RequestLimitExceeded", output, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_management_account_only_the_declarative_layer_is_tested()
    {
        using var sandbox = new DeployedSandbox("enabled");
        var (code, output, _) = sandbox.Verify(
            "--account",
            WorldGenerator.Management,
            "--account",
            WorldGenerator.PaymentsProduction,
            "--unapproved-image",
            Stranger(sandbox)
        );
        Assert.True(code == 0, output);
        Assert.Contains("- create an image: not tried", output, StringComparison.Ordinal);
        Assert.Contains(
            "✓ Allowed AMIs in the Region: enabled, managed by declarative-policy",
            output,
            StringComparison.Ordinal
        );
    }

    /// <summary>That it is hidden shows nothing of an image that no account sees and no policy denied: it may not be there.</summary>
    [Theory]
    [InlineData(WorldGenerator.Management)]
    [InlineData(WorldGenerator.PaymentsProduction)]
    public void An_image_that_does_not_exist_proves_nothing(string account)
    {
        using var sandbox = new DeployedSandbox("enabled");
        var (code, output, _) = sandbox.Verify(
            "--launch",
            "--account",
            account,
            "--unapproved-image",
            "ami-00000000000000bad"
        );
        Assert.Equal(4, code);
        Assert.Contains("? an image that is not approved, for Allowed AMIs: hidden", output, StringComparison.Ordinal);
        Assert.Contains("? launch an image that is not approved for real: refused", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_launch_that_is_asked_for_and_not_made_is_told()
    {
        using var sandbox = new DeployedSandbox("enabled");
        var (code, output, _) = sandbox.Verify("--launch", "--account", WorldGenerator.Management);
        Assert.Equal(4, code);
        Assert.Contains(
            "? launch an image that is not approved for real: not checked",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_management_account_whose_organization_may_not_be_read_is_known_as_such()
    {
        using var sandbox = new DeployedSandbox("enabled");
        sandbox.Amigov.Sandbox!.Faults.Add(
            new Fault("organizations", "ListRoots", FaultKind.Error) { Code = "AccessDeniedException", Status = 400 }
        );
        var (code, output, _) = sandbox.Verify("--account", WorldGenerator.Management, "--mode", "enabled");
        Assert.True(code == 4, output);
        Assert.Contains("management account", output, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_that_is_exempt_shows_nothing()
    {
        using var sandbox = new DeployedSandbox("audit_mode");
        sandbox.AddRole(WorldGenerator.PaymentsProduction, "service-role/AWSBackupDefaultServiceRole", null);
        var (code, output, _) = sandbox.Verify(
            "--account",
            WorldGenerator.PaymentsProduction,
            "--role-name",
            "service-role/AWSBackupDefaultServiceRole"
        );
        Assert.Equal(4, code);
        Assert.Contains("is exempt from this deny, so its call shows nothing", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_launches_are_ended_and_show_the_declarative_layer_where_no_service_control_policy_reaches()
    {
        using var sandbox = new DeployedSandbox("enabled");
        var before = sandbox.World.Ec2.Instances.Where(i => i.State == "running").Select(i => i.Id).ToList();
        var (code, output, error) = sandbox.Verify(
            "--launch",
            "--account",
            WorldGenerator.Management,
            "--account",
            WorldGenerator.PaymentsProduction,
            "--unapproved-image",
            Stranger(sandbox)
        );
        Assert.True(code == 0, output + error);
        Assert.Contains(
            "✓ launch an image that is not approved for real: refused with the message of the EC2 policy (real launch; management)",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "✓ launch an image that is not approved for real: refused by authorization (real launch; payments-prod)",
            output,
            StringComparison.Ordinal
        );
        Assert.Equal(2, output.Split("launched and ended (i-").Length - 1);
        Assert.Equal(before, sandbox.World.Ec2.Instances.Where(i => i.State == "running").Select(i => i.Id));
        Assert.Equal(2, sandbox.World.Ec2.Instances.Count(i => i.State == "terminated"));
    }

    [Fact]
    public void Cloudtrail_holds_a_record_of_each_call_with_its_decision()
    {
        using var sandbox = new DeployedSandbox("audit_mode");
        var (code, output, error) = sandbox.Verify("--cloudtrail", "--account", WorldGenerator.PaymentsProduction);
        Assert.True(code == 0, output + error);
        Assert.Contains("[x] CloudTrail logs show policy evaluation results", output, StringComparison.Ordinal);
        Assert.Contains(
            "✓ records of these calls: 6 of 6 calls recorded with the decision (CloudTrail)",
            output,
            StringComparison.Ordinal
        );
        var json = sandbox.Verify("--cloudtrail", "--account", WorldGenerator.PaymentsProduction, "-o", "json").Out;
        Assert.Equal(6, json.Split("\"event_id\": \"").Count(part => part[0] != '"') - 1);
    }

    [Fact]
    public void A_trail_that_may_not_be_read_leaves_the_item_open()
    {
        using var sandbox = new DeployedSandbox("audit_mode");
        sandbox.Amigov.Sandbox!.Faults.Add(
            new Fault("cloudtrail", "LookupEvents", FaultKind.Error) { Code = "AccessDeniedException", Status = 400 }
        );
        var (code, output, _) = sandbox.Verify("--cloudtrail", "--account", WorldGenerator.PaymentsProduction);
        Assert.Equal(4, code);
        Assert.Contains("[?] CloudTrail", output, StringComparison.Ordinal);
        Assert.Contains("cloudtrail:LookupEvents: AccessDeniedException", output, StringComparison.Ordinal);
    }

    [Fact]
    public void After_its_end_an_exception_account_no_longer_launches_its_own_images()
    {
        using var sandbox = new DeployedSandbox("enabled");
        sandbox.World.ClockOffset = TimeSpan.FromDays(40);
        sandbox.Amigov.Now += TimeSpan.FromDays(40);
        var (code, output, _) = sandbox.Verify(
            "--account",
            WorldGenerator.Observability,
            "--unapproved-image",
            Stranger(sandbox)
        );
        Assert.Contains(
            "✓ launch an own image, after the exception has ended: denied by scp-ami-guardrail",
            output,
            StringComparison.Ordinal
        );
        // Nobody deployed since: the declarative policy still names the account.
        Assert.Contains("allowed beyond the configuration: 777788889999", output, StringComparison.Ordinal);
        Assert.Equal(3, code);
    }

    [Fact]
    public void An_instance_whose_launch_lost_its_answer_is_ended_too()
    {
        using var sandbox = new DeployedSandbox("audit_mode");
        sandbox.Amigov.Sandbox!.Faults.Add(new Fault("ec2", "RunInstances", FaultKind.LoseAnswer) { Skip = 2 });
        sandbox.Verify("--launch", "--account", WorldGenerator.PaymentsProduction);
        Assert.Contains(sandbox.World.Ec2.Instances, i => i.State == "terminated");
        Assert.DoesNotContain(
            sandbox.World.Ec2.Instances,
            i => i.State == "running" && i.Tags.ContainsKey("amigov:verification")
        );
    }
}
