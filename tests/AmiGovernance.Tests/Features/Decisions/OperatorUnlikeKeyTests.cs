using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>
/// Types of keys: service authorization reference, "Condition keys for Amazon EC2"; IAM user guide, "AWS global condition context keys".
/// What does not fit: IAM Access Analyzer policy check reference, "Type mismatch", "Type mismatch Boolean", "… number", "… IP range".
/// </summary>
public sealed class OperatorUnlikeKeyTests
{
    private const string Code = "AMI0351";

    [Theory]
    [InlineData("StringEquals", "ec2:Public", "yes")]
    [InlineData("StringNotEquals", "ec2:Public", "no")]
    [InlineData("StringLike", "ec2:Encrypted", "enc*")]
    [InlineData("StringEqualsIfExists", "aws:SecureTransport", "https")]
    [InlineData("ForAnyValue:StringEquals", "aws:ViaAWSService", "cloudformation.amazonaws.com")]
    [InlineData("NumericEquals", "ec2:Owner", "111122223333")]
    [InlineData("NumericNotEquals", "ec2:Owner", "111122223333")]
    [InlineData("NumericLessThan", "aws:CurrentTime", "1790000000")]
    [InlineData("NumericEquals", "aws:PrincipalAccount", "111122223333")]
    [InlineData("Bool", "ec2:MetadataHttpTokens", "true")]
    [InlineData("Bool", "ec2:Owner", "true")]
    [InlineData("BoolIfExists", "aws:RequestedRegion", "false")]
    [InlineData("Bool", "aws:MultiFactorAuthAge", "true")]
    [InlineData("DateGreaterThan", "ec2:ImageID", "2026-04-15T00:00:00Z")]
    [InlineData("DateLessThan", "aws:MultiFactorAuthAge", "2026-04-15T00:00:00Z")]
    [InlineData("DateGreaterThan", "ec2:Public", "2026-04-15T00:00:00Z")]
    [InlineData("IpAddress", "ec2:Vpc", "10.0.0.0/8")]
    [InlineData("NotIpAddress", "aws:SourceVpc", "10.0.0.0/8")]
    [InlineData("IpAddress", "aws:PrincipalArn", "203.0.113.7")]
    [InlineData("ArnLike", "ec2:Public", "arn:aws:ec2:*::image/*")]
    [InlineData("ArnEquals", "aws:CurrentTime", "arn:aws:iam::111122223333:role/a")]
    [InlineData("StringEquals", "aws:SourceIp", "203.0.113.0/24")]
    [InlineData("StringEquals", "ec2:VolumeSize", "large")]
    public void An_operator_that_compares_something_else_is_found(string name, string key, string value) =>
        Assert.Contains(Code, Codes(name, key, value));

    [Theory]
    [InlineData("Bool", "ec2:Public", "true")]
    [InlineData("StringEquals", "ec2:Public", "false")]
    [InlineData("StringEquals", "aws:SecureTransport", "True")]
    [InlineData("StringLike", "ec2:Public", "t*")]
    [InlineData("StringEquals", "ec2:Public", "${aws:PrincipalTag/public}")]
    [InlineData("Null", "ec2:Owner", "true")]
    [InlineData("Null", "aws:CurrentTime", "false")]
    [InlineData("StringNotEquals", "ec2:Owner", "amazon")]
    [InlineData("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:role/ci")]
    [InlineData("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/ci")]
    [InlineData("ArnEquals", "aws:SourceVpcArn", "arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1")]
    [InlineData("NumericGreaterThan", "ec2:MetadataHttpPutResponseHopLimit", "3")]
    [InlineData("NumericLessThan", "aws:EpochTime", "1790000000")]
    [InlineData("DateLessThan", "aws:EpochTime", "1790000000")]
    [InlineData("DateGreaterThan", "ec2:SnapshotTime", "2026-04-15T00:00:00Z")]
    [InlineData("DateGreaterThan", "aws:PrincipalTag/until", "2026-04-15T00:00:00Z")]
    [InlineData("NumericLessThan", "aws:RequestTag/days", "30")]
    [InlineData("Bool", "ec2:ResourceTag/approved", "true")]
    [InlineData("IpAddress", "aws:SourceIp", "203.0.113.0/24")]
    [InlineData("NotIpAddress", "aws:VpcSourceIp", "10.0.0.0/8")]
    [InlineData("IpAddress", "ec2:PublicIpAddress", "203.0.113.0/24")]
    [InlineData("NumericEquals", "someservice:Unknown", "1")]
    [InlineData("ForAllValues:StringEquals", "aws:TagKeys", "Name")]
    public void An_operator_that_can_compare_the_key_is_not(string name, string key, string value) =>
        Assert.DoesNotContain(Code, Codes(name, key, value));

    /// <summary>Then the deny is dead, which is an error; a negated one holds for all, and one with `IfExists` without the key.</summary>
    [Theory]
    [InlineData("StringEquals", true)]
    [InlineData("StringNotEquals", false)]
    [InlineData("StringEqualsIfExists", false)]
    public void A_deny_on_an_impossible_value_never_fires(string name, bool isDead) =>
        Assert.Equal(isDead, Codes(name, "ec2:Public", "yes").Contains("AMI0306"));

    [Fact]
    public void One_possible_value_keeps_the_statement_alive() =>
        Assert.DoesNotContain("AMI0306", Codes("StringEquals", "ec2:Public", "yes\",\"true"));

    private static ImmutableArray<string> Codes(string name, string key, string value)
    {
        var bag = new DiagnosticBag();
        var policy =
            """{"Version":"2012-10-17","Statement":[{"Sid":"S","Effect":"Deny","Action":"ec2:RunInstances","Resource":"*","Condition":{"NAME":{"KEY":["VALUE"]}}}]}"""
                .Replace("NAME", name, StringComparison.Ordinal)
                .Replace("KEY", key, StringComparison.Ordinal)
                .Replace("VALUE", value, StringComparison.Ordinal);
        LintPolicies.Lint(SourceText.FromString("policy.json", policy), new DateOnly(2026, 11, 1), bag);
        return [.. bag.ToSorted().Select(d => d.Code)];
    }
}
