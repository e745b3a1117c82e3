using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>More inputs of each kind that lint knows, and their harmless neighbours.</summary>
public sealed class LintKindsTests
{
    [Theory]
    [InlineData("self")]
    [InlineData("12345678901")]
    [InlineData("1234567890123")]
    [InlineData("AMAZON")]
    [InlineData("aws_backup_vault")]
    [InlineData("arn:aws:iam::111122223333:root")]
    [InlineData("microsoft")]
    [InlineData("1111-2222-3333")]
    public void No_image_has_such_an_owner(string value) => Assert.Contains("AMI0330", OwnerList(value));

    [Theory]
    [InlineData("amazon")]
    [InlineData("aws-marketplace")]
    [InlineData("111122223333")]
    [InlineData("${aws:PrincipalAccount}")]
    [InlineData("${MANAGEMENT_ACCOUNT_ID}")]
    public void An_image_can_have_such_an_owner(string value) => Assert.DoesNotContain("AMI0330", OwnerList(value));

    [Theory]
    [InlineData("099720109477", true)]
    [InlineData("309956199498", true)]
    [InlineData("679593333241", true)]
    [InlineData("801119661308", true)]
    [InlineData("137112412989", true)]
    [InlineData("792107900819", false)]
    [InlineData("111122223333", false)]
    public void An_owner_behind_an_alias_is_known_by_number(string account, bool isFound) =>
        Assert.Equal(isFound, OwnerList(account).Contains("AMI0331"));

    [Theory]
    [InlineData("099720109477", "carry", "measured by a third party")]
    [InlineData("679593333241", "carry", "measured by a third party")]
    [InlineData("513442679011", "may carry", "unverified")]
    [InlineData("045324592363", "may carry", "unverified")]
    [InlineData("016951021795", "may carry", "unverified")]
    public void An_alias_that_is_not_verified_is_no_fact(string account, string says, string mark)
    {
        var found = Lint(
                Policy(
                    $$$"""{"StringNotEquals":{"ec2:Owner":["{{{account}}}"]}}""",
                    "ec2:RunInstances",
                    "arn:aws:ec2:*::image/*"
                )
            )
            .Single(d => d.Code == "AMI0331");
        Assert.Contains($") {says} the owner alias", found.Message, StringComparison.Ordinal);
        Assert.Contains($"the alias is {mark} (", found.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Packer/*", true)]
    [InlineData("arn:*:sts::*:assumed-role/*", true)]
    [InlineData("arn:aws:iam::*:role/AWSReservedSSO_*", true)]
    [InlineData("arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef", true)]
    [InlineData("arn:aws:iam::*:role/AWSBackupDefaultServiceRole", true)]
    [InlineData("arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*", false)]
    [InlineData("arn:aws:iam::*:role/*AWSReservedSSO_*", false)]
    [InlineData("arn:aws:iam::111122223333:root", false)]
    [InlineData("arn:aws:sts::111122223333:federated-user/ci", false)]
    public void A_principal_that_nobody_is(string arn, bool isFound) =>
        Assert.Equal(
            isFound,
            Codes($$$"""{"ArnNotLike":{"aws:PrincipalArn":"{{{arn}}}"}}""", "ec2:CreateImage", "*").Contains("AMI0335")
        );

    [Theory]
    [InlineData("""{"Null":{"ec2:Owner":"true"}}""")]
    [InlineData("""{"Null":{"aws:PrincipalArn":"true"}}""")]
    [InlineData("""{"DateLessThan":{"aws:CurrentTime":"2026-10-31T00:00:00Z"}}""")]
    [InlineData("""{"DateLessThanEquals":{"aws:EpochTime":"1735689600"}}""")]
    [InlineData("""{"DateEquals":{"aws:CurrentTime":"2025-01-01T00:00:00Z"}}""")]
    [InlineData("""{"StringEquals":{"ec2:Vpc":"vpc-1"}}""")]
    public void A_deny_that_never_fires_is_an_error(string condition) =>
        Assert.Contains("AMI0306", Errors(condition, "ec2:RunInstances", "arn:aws:ec2:*::image/*"));

    [Theory]
    [InlineData("""{"Null":{"ec2:Owner":"false"}}""")]
    [InlineData("""{"DateLessThan":{"aws:CurrentTime":"2027-01-01T00:00:00Z"}}""")]
    [InlineData("""{"DateGreaterThan":{"aws:CurrentTime":"2025-01-01T00:00:00Z"}}""")]
    [InlineData("""{"StringEquals":{"ec2:Owner":"111122223333"}}""")]
    [InlineData("""{"Bool":{"ec2:Public":"true"}}""")]
    public void A_deny_that_can_fire_is_none(string condition) =>
        Assert.DoesNotContain("AMI0306", Errors(condition, "ec2:RunInstances", "arn:aws:ec2:*::image/*"));

    [Theory]
    [InlineData("states:InvokeHTTPEndpoint", """{"StringNotLike":{"states:HTTPEndpoint":"https://example.com/*"}}""")]
    [InlineData("ec2:RunInstances", """{"ArnNotLike":{"aws:PrincipalArn":"${ROLE_ARN}"}}""")]
    public void What_is_not_known_is_not_wrong(string action, string condition) =>
        Assert.Empty(Codes(condition, action, "*").Except(["AMI0334"]));

    [Fact]
    public void A_resource_control_policy_is_not_judged_as_a_service_control_policy() =>
        Assert.Empty(
            Lint(
                """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}"""
            )
        );

    [Theory]
    [InlineData(
        """{"planned_values":{"root_module":{"child_modules":[{"resources":[{"type":"aws_organizations_policy","values":{"content":"HERE"}}]}]}}}"""
    )]
    [InlineData(
        """{"Resources":{"Scp":{"Type":"AWS::Organizations::Policy","Properties":{"Type":"SERVICE_CONTROL_POLICY","Content":"HERE"}}}}"""
    )]
    [InlineData("""{"Policy":{"PolicySummary":{"Type":"SERVICE_CONTROL_POLICY"},"Content":"HERE"}}""")]
    public void Policies_are_found_where_tools_keep_them(string file)
    {
        const string policy =
            """{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"ec2:Nothing\",\"Resource\":\"*\"}}""";
        Assert.Contains(Lint(file.Replace("HERE", policy, StringComparison.Ordinal)), d => d.Code == "AMI0304");
    }

    private static IReadOnlyList<string> OwnerList(string value) =>
        Codes($$$"""{"StringNotEquals":{"ec2:Owner":["{{{value}}}"]}}""", "ec2:RunInstances", "arn:aws:ec2:*::image/*");

    private static IReadOnlyList<string> Codes(string condition, string action, string resource) =>
        [.. Lint(Policy(condition, action, resource)).Select(d => d.Code)];

    private static IEnumerable<string> Errors(string condition, string action, string resource) =>
        Lint(Policy(condition, action, resource)).Where(d => d.Severity == Severity.Error).Select(d => d.Code);

    private static string Policy(string condition, string action, string resource) =>
        $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"{{{action}}}","Resource":"{{{resource}}}","Condition":{{{condition}}} }]}""";

    private static ImmutableArray<Diagnostic> Lint(string text)
    {
        var bag = new DiagnosticBag();
        LintPolicies.Lint(SourceText.FromString("policy.json", text), new DateOnly(2026, 11, 1), bag);
        return bag.ToSorted();
    }
}
