using AmiGovernance.Aws;
using AmiGovernance.Aws.Organizations;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Aws;

public sealed class AwsDiagnosticsTests
{
    [Theory]
    [InlineData(AwsFailure.RequestFailed, "AMI0712")]
    [InlineData(AwsFailure.NoCredentials, "AMI0713")]
    [InlineData("ExpiredToken", "AMI0713")]
    [InlineData("UnauthorizedOperation", "AMI0710")]
    [InlineData("AccessDenied", "AMI0710")]
    [InlineData("PolicyInUseException", "AMI0711")]
    public void Each_failure_has_its_code(string error, string code) =>
        Assert.Equal(code, AwsDiagnostics.Of(new AwsException("ec2:DescribeImages", error, "why", null)).Code);

    /// <summary>A place and a way out is what somebody at night needs: AWS support asks for the request.</summary>
    [Fact]
    public void A_denial_names_place_request_and_the_statement_to_add()
    {
        var diagnostic = AwsDiagnostics.Of(
            new AwsFailure
            {
                Operation = "ec2:RunInstances",
                Code = "UnauthorizedOperation",
                Message =
                    "User: arn:aws:iam::111122223333:user/x is not authorized to perform: iam:PassRole on resource: y",
                RequestId = "r-1",
                Account = AccountId.Parse("111122223333"),
                Region = RegionName.Parse("eu-central-1"),
            }
        );
        Assert.Contains(
            "(account 111122223333, eu-central-1) (request r-1)",
            diagnostic.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("\"Action\": \"iam:PassRole\"", diagnostic.Help, StringComparison.Ordinal);
    }

    /// <summary>At night with the profile of another account, no permission is the matter.</summary>
    [Theory]
    [InlineData("222233334444", true)]
    [InlineData("999999999999", false)]
    public async Task A_caller_outside_of_the_management_account_is_told_so(string caller, bool isOutside)
    {
        var bench = new RolloutBench();
        var details = new CallerDetails(AccountId.Parse(caller), $"arn:aws:iam::{caller}:user/x");
        var denied = await Assert.ThrowsAsync<AwsException>(() =>
            new OutsideCaller(bench.Aws, _ => Task.FromResult(details)).Explained<string>(
                () => throw new AwsException("organizations:ListRoots", "AccessDeniedException", "no"),
                TestContext.Current.CancellationToken
            )
        );
        var help = AwsDiagnostics.Help(denied.Failure)!;
        var named = $"the caller is in {caller}, the management account is 999999999999";
        Assert.Equal(isOutside, help.Contains(named, StringComparison.Ordinal));
        Assert.Equal(!isOutside, help.Contains("organizations:ListRoots", StringComparison.Ordinal));
    }

    [Fact]
    public void A_denial_names_the_resource_where_AWS_names_it()
    {
        const string Arn = "arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/service_control_policy/p-abc";
        var help = AwsDiagnostics.Help(
            new AwsFailure
            {
                Operation = "organizations:AttachPolicy",
                Code = "AccessDeniedException",
                Message =
                    $"User: x is not authorized to perform: organizations:AttachPolicy on resource: {Arn} with an explicit deny",
            }
        );
        Assert.Contains($"\"Resource\": \"{Arn}\"", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_signed_out_is_told_how_to_go_on() =>
        Assert.Contains(
            "then the same command goes on where it was",
            AwsDiagnostics.Of(new AwsException("organizations:AttachPolicy", "ExpiredToken", "over", null)).Help,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_full_quota_has_a_way_out() =>
        Assert.Contains(
            "Service Quotas",
            AwsDiagnostics.Help(
                new AwsFailure
                {
                    Operation = "organizations:CreatePolicy",
                    Code = "ConstraintViolationException",
                    Message = "no",
                    Reason = "POLICY_NUMBER_LIMIT_EXCEEDED",
                }
            ),
            StringComparison.Ordinal
        );

    /// <summary>The SDK throws for such a word before any call is made; it may stand in a profile or in AWS_REGION.</summary>
    [Fact]
    public void A_word_that_can_be_no_Region_is_a_failure_and_no_bug()
    {
        var settings = new AwsSettings(null, "mars!", AwsSettings.OrganizationAccessRole);
        var refused = Assert.Throws<AwsException>(() => new AwsConnection(settings, TimeProvider.System));
        Assert.Equal("AMI0713", AwsDiagnostics.Of(refused).Code);
    }

    [Fact]
    public void What_AWS_says_is_made_harmless() =>
        Assert.DoesNotContain(
            '\e',
            AwsDiagnostics.Of(new AwsException("ec2:DescribeImages", "InvalidInput", "\e[2Jboo", null)).Message
        );
}
