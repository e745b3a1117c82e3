using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>More inputs of the kinds that lint knows, from IAM's, EC2's and Organizations' user guides.</summary>
public sealed class LintMoreKindsTests
{
    private const string Image = "arn:aws:ec2:*::image/*";

    private const string Launches =
        "\"ec2:CreateFleet\",\"ec2:CreateReplaceRootVolumeTask\",\"ec2:EnableFastLaunch\",\"ec2:ModifyFleet\","
        + "\"ec2:RequestSpotFleet\",\"ec2:RequestSpotInstances\",\"ec2:RunInstances\"";

    [Theory]
    [InlineData("""{"StringEquals":{"ec2:Owner":"amazon"},"StringNotEquals":{"ec2:Owner":"amazon"}}""")]
    [InlineData(
        """{"StringEquals":{"ec2:owner":["amazon"]},"StringNotEquals":{"ec2:Owner":["amazon","111122223333"]}}"""
    )]
    [InlineData(
        """{"StringEquals":{"aws:PrincipalAccount":"111122223333"},"StringNotLike":{"aws:PrincipalAccount":"1111*"}}"""
    )]
    [InlineData(
        """{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/A"},"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/A"}}"""
    )]
    [InlineData("""{"Bool":{"aws:PrincipalIsAWSService":"true"}}""")]
    [InlineData("""{"StringEquals":{"ec2:Owner":"*"}}""")]
    [InlineData("""{"StringEquals":{"ec2:Owner":["self","Amazon"]}}""")]
    [InlineData("""{"ArnLike":{"aws:PrincipalArn":"arn:aws:sts::*:assumed-role/Dev/*"}}""")]
    [InlineData("""{"StringLike":{"aws:PrincipalArn":"arn:aws:sts::111122223333:assumed-role/Dev/me"}}""")]
    [InlineData("""{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/aws-service-role/*"}}""")]
    [InlineData("""{"DateGreaterThan":{"aws:CurrentTime":"2026-02-30T00:00:00Z"}}""")]
    public void Conditions_that_exclude_each_other_are_an_error(string condition) =>
        Assert.Contains("AMI0306", Errors(Deny($"[{Launches}]", Image, condition)));

    [Theory]
    [InlineData(
        """{"StringEquals":{"ec2:Owner":["amazon","111122223333"]},"StringNotEquals":{"ec2:Owner":"amazon"}}"""
    )]
    [InlineData("""{"StringEquals":{"ec2:Owner":"amazon"},"StringNotEquals":{"ec2:ImageID":"amazon"}}""")]
    [InlineData("""{"StringLike":{"aws:PrincipalAccount":"1*"},"StringNotLike":{"aws:PrincipalAccount":"11*"}}""")]
    [InlineData("""{"Bool":{"aws:PrincipalIsAWSService":"false"}}""")]
    [InlineData("""{"StringLike":{"ec2:Owner":"*"}}""")]
    [InlineData("""{"StringEquals":{"ec2:Owner":["*","amazon"]}}""")]
    [InlineData("""{"StringNotEquals":{"ec2:Owner":"*"}}""")]
    [InlineData("""{"StringEqualsIfExists":{"ec2:Owner":"*"}}""")]
    [InlineData("""{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:sts::*:assumed-role/Dev/*"}}""")]
    [InlineData("""{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/aws-service-role/*"}}""")]
    [InlineData(
        """{"ArnLike":{"aws:PrincipalArn":["arn:aws:iam::*:role/aws-service-role/*","arn:aws:iam::*:role/Dev"]}}"""
    )]
    [InlineData("""{"DateNotEquals":{"aws:CurrentTime":"2026-02-30T00:00:00Z"}}""")]
    [InlineData("""{"DateGreaterThan":{"aws:CurrentTime":["2026-02-30T00:00:00Z","2026-02-28T00:00:00Z"]}}""")]
    public void Conditions_that_leave_something_are_none(string condition) =>
        Assert.DoesNotContain("AMI0306", Errors(Deny($"[{Launches}]", Image, condition)));

    [Theory]
    [InlineData("\"NotAction\":\"*\",\"Resource\":\"*\"")]
    [InlineData("\"NotAction\":[\"ec2:*\",\"*\"],\"Resource\":\"*\"")]
    [InlineData("\"Action\":\"ec2:RunInstances\",\"NotResource\":\"*\"")]
    [InlineData("\"Action\":\"ec2:RunInstances\",\"NotResource\":[\"arn:aws:ec2:*::image/*\",\"**\"]")]
    [InlineData("\"Action\":[\"*:RunInstances\"],\"Resource\":\"*\"")]
    public void Parts_that_leave_nothing_are_an_error(string parts) =>
        Assert.Contains(
            "AMI0306",
            Errors($"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Deny\",{parts}}}]}}")
        );

    /// <summary>IAM Access Analyzer, "Invalid service in action".</summary>
    [Theory]
    [InlineData("*:RunInstances")]
    [InlineData("ec*:RunInstances")]
    [InlineData("?c2:*")]
    [InlineData("e*2:CreateImage")]
    [InlineData("*:*")]
    public void A_wildcard_for_the_service_is_an_error(string action) =>
        Assert.Contains("AMI0304", Errors(Deny($"[\"{action}\",\"ec2:RunInstances\"]", Image, "{}")));

    [Theory]
    [InlineData("ec2:RunInstances", "arn:aws:ec2:*:*:instance/*", true)]
    [InlineData("ec2:*", "arn:*:ec2:*:*:network-interface/*", true)]
    [InlineData("ec2:Run*", "arn:aws:ec2:*:*:volume/*", false)]
    [InlineData("ec2:RunInstances", "arn:aws-us-gov:ec2:*:*:instance/*", true)]
    [InlineData("ec2:RunInstances", "arn:aws:ec2:*:*:subnet/*", true)]
    [InlineData("ec2:RunInstances", "arn:aws:ec2:us-east-1:*:key-pair/*", false)]
    public void A_deny_on_what_every_launch_needs(string action, string resource, bool isFound) =>
        Assert.Equal(
            isFound,
            Codes(
                    $"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Deny\",\"Action\":\"{action}\",\"Resource\":\"{resource}\"}}]}}"
                )
                .Contains("AMI0336")
        );

    [Theory]
    [InlineData("""{"StringNotEquals":{"ec2:ResourceTag/approved":"true"}}""")]
    [InlineData("""{"StringNotEquals":{"aws:ResourceTag/approved":["true","yes"]}}""")]
    [InlineData("""{"StringNotLike":{"ec2:ResourceTag/golden":"v*"}}""")]
    [InlineData("""{"Null":{"aws:ResourceTag/approved":"true"}}""")]
    [InlineData("""{"StringNotEqualsIgnoreCase":{"ec2:ResourceTag/Approved":"true"}}""")]
    public void Tags_of_shared_images_are_their_owner_s(string condition) =>
        Assert.Contains("AMI0337", Codes(Deny($"[{Launches}]", Image, condition)));

    [Theory]
    [InlineData("ForAnyValue:StringNotEquals", "ec2:Owner")]
    [InlineData("ForAnyValue:StringNotLike", "ec2:Owner")]
    [InlineData("ForAnyValue:ArnNotLike", "aws:PrincipalArn")]
    [InlineData("ForAnyValue:StringNotEquals", "aws:PrincipalAccount")]
    [InlineData("ForAnyValue:StringNotEqualsIgnoreCase", "ec2:Owner")]
    public void A_negated_operator_with_ForAnyValue(string name, string key) =>
        Assert.Contains(
            "AMI0338",
            Codes(Deny($"[{Launches}]", Image, $"{{\"{name}\":{{\"{key}\":[\"arn:aws:iam::*:role/a\"]}}}}"))
        );

    [Theory]
    [InlineData("${aws:PrincipalAccount}")]
    [InlineData("${aws:ResourceAccount}")]
    [InlineData("${aws:username}")]
    [InlineData("x-${aws:PrincipalOrgID}")]
    [InlineData("${aws:PrincipalTag/team}")]
    public void A_variable_needs_a_version(string value)
    {
        var with = Deny($"[{Launches}]", Image, $"{{\"StringNotEquals\":{{\"ec2:Owner\":\"{value}\"}}}}");
        Assert.DoesNotContain("AMI0333", Codes(with));
        Assert.Contains("AMI0333", Codes(with.Replace("\"Version\":\"2012-10-17\",", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"ec2:CreateImage\"", true)]
    [InlineData("\"ec2:CreateImage\",\"ec2:CopyImage\",\"ec2:RegisterImage\",\"ec2:ImportImage\"", true)]
    [InlineData("\"ec2:Create*\",\"ec2:Import*\",\"ec2:RegisterImage\"", true)]
    [InlineData("\"ec2:Create*\",\"ec2:Import*\",\"ec2:RegisterImage\",\"ec2:CopyImage\",\"ec2:Restore*\"", false)]
    [InlineData("\"ec2:*\"", false)]
    [InlineData("\"ec2:ImportImage\"", false)]
    public void Ways_to_make_images_are_denied_together(string actions, bool isFound) =>
        Assert.Equal(isFound, Codes(Deny($"[{actions}]", "*", "{}")).Contains("AMI0345"));

    [Theory]
    [InlineData("", "AMI0343")]
    [InlineData("\"criteria_1\":{\"image_names\":{\"@@assign\":[\"golden-*\"]}}", "AMI0341")]
    [InlineData("\"criteria_1\":{\"allowed_image_providers\":{\"@@assign\":[]}}", "AMI0341")]
    [InlineData("\"criteria_1\":{\"marketplace_product_codes\":{\"@@assign\":[\"abcdefg1234567890\"]}}", "AMI0341")]
    [InlineData(
        "\"criteria_1\":{\"creation_date_condition\":{\"maximum_days_since_created\":{\"@@assign\":300}}}",
        "AMI0341"
    )]
    [InlineData(
        "\"criteria_1\":{\"image_watermarks\":{\"image_watermark_1\":{\"watermark_key\":{\"@@assign\":\"*:approved-*\"}}}}",
        "AMI0342"
    )]
    [InlineData("\"criteria_1\":{\"allowed_image_providers\":{\"@@assign\":[\"amazon\"]}}", "AMI0349")]
    public void A_declarative_policy_that_lets_too_much_in(string criteria, string code) =>
        Assert.Contains(
            code,
            Codes(
                "{\"ec2_attributes\":{\"allowed_images_settings\":{\"state\":{\"@@assign\":\"enabled\"},\"image_criteria\":{"
                    + criteria
                    + "}}}}"
            )
        );

    /// <summary>What AWS merged has no operators, and is no document that anybody attached.</summary>
    [Fact]
    public void An_effective_policy_is_not_judged_as_a_document() =>
        Assert.Equal(
            ["AMI0344"],
            Codes(
                """{"EffectivePolicy":{"PolicyContent":"{\"ec2_attributes\":{}}","TargetId":"111122223333","PolicyType":"DECLARATIVE_POLICY_EC2"}}"""
            )
        );

    private static string Deny(string actions, string resource, string condition) =>
        $"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Deny\",\"Action\":{actions},\"Resource\":\"{resource}\",\"Condition\":{condition}}}]}}";

    private static IReadOnlyList<string> Codes(string text) => [.. Lint(text).Select(d => d.Code)];

    private static IEnumerable<string> Errors(string text) =>
        Lint(text).Where(d => d.Severity == Severity.Error).Select(d => d.Code);

    private static ImmutableArray<Diagnostic> Lint(string text)
    {
        var bag = new DiagnosticBag();
        LintPolicies.Lint(SourceText.FromString("policy.json", text), new DateOnly(2026, 11, 1), bag);
        return bag.ToSorted();
    }
}
