using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Tests.Features.Verification;

/// <summary>The texts are those of the IAM user guide, "Troubleshoot access denied error messages", with EC2's sentence before them.</summary>
public sealed class AnswerReadingTests
{
    private const string Start =
        "You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/Dev/me is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0 ";

    private static ReadAnswer Read(string code, string message) =>
        AnswerReading.Read(TestedAction.RunInstances, new CallAnswer("ec2:RunInstances", code, message, "id"));

    [Theory]
    [InlineData(
        "with an explicit deny in a service control policy: arn:aws:organizations::777788889999:policy/o-exampleorgid/service_control_policy/p-examplepolicyid123",
        "service control policy",
        "p-examplepolicyid123",
        true
    )]
    [InlineData(
        "with an explicit deny in a service control policy: arn:aws:organizations::777788889999:policy/o-exampleorgid/service_control_policy/p-abcd1234. Encoded authorization failure message: xyz",
        "service control policy",
        "p-abcd1234",
        true
    )]
    [InlineData("with an explicit deny in a service control policy", "service control policy", "", true)]
    [InlineData(
        "with an explicit deny in a service control policy. Encoded authorization failure message: xyz",
        "service control policy",
        "",
        true
    )]
    [InlineData("with an explicit deny in a resource control policy", "resource control policy", "", true)]
    [InlineData("with an explicit deny in an identity-based policy", "identity-based policy", "", true)]
    [InlineData("with an explicit deny in a permissions boundary", "permissions boundary", "", true)]
    [InlineData("with an explicit deny in a session policy", "session policy", "", true)]
    [InlineData("with an explicit deny in a VPC endpoint policy", "VPC endpoint policy", "", true)]
    [InlineData(
        "because no service control policy allows the ec2:RunInstances action",
        "service control policy",
        "",
        false
    )]
    [InlineData(
        "because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: xyz",
        "identity-based policy",
        "",
        false
    )]
    [InlineData(
        "because no permissions boundary allows the ec2:RunInstances action",
        "permissions boundary",
        "",
        false
    )]
    public void A_denial_tells_which_kind_of_policy_denied_and_which_one(
        string reason,
        string kind,
        string policy,
        bool isExplicit
    ) =>
        Assert.Equal(
            new ReadAnswer(AnswerVerdict.Denied, kind, policy, isExplicit),
            Read("UnauthorizedOperation", Start + reason)
        );

    [Fact]
    public void A_denial_without_reason_names_nothing() =>
        Assert.Equal(
            new ReadAnswer(AnswerVerdict.Denied, "", "", true),
            Read("UnauthorizedOperation", "You are not authorized to perform this operation.")
        );

    [Theory]
    [InlineData("DryRunOperation", AnswerVerdict.Allowed)]
    [InlineData("Client.DryRunOperation", AnswerVerdict.Allowed)]
    [InlineData("Client.UnauthorizedOperation", AnswerVerdict.Denied)]
    [InlineData("AccessDenied", AnswerVerdict.Denied)]
    [InlineData("RequestLimitExceeded", AnswerVerdict.Unclear)]
    [InlineData("InvalidAMIID.NotFound", AnswerVerdict.Unclear)]
    [InlineData("OptInRequired", AnswerVerdict.Unclear)]
    [InlineData("RequestFailed", AnswerVerdict.Unclear)]
    public void Codes_are_compared_by_their_ending_and_other_failures_decide_nothing(string code, object verdict) =>
        Assert.Equal(verdict, Read(code, "").Verdict);

    [Fact]
    public void A_change_of_permissions_that_does_not_find_its_image_was_authorized() =>
        Assert.Equal(
            AnswerVerdict.Allowed,
            AnswerReading
                .Read(
                    TestedAction.ModifyImageAttribute,
                    new CallAnswer("ec2:ModifyImageAttribute", "InvalidAMIID.NotFound", "", "id")
                )
                .Verdict
        );
}
