using AmiGovernance.Cli.Features.Verification;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Tests.Features.Verification;

/// <summary>What answers and gaps come to, without AWS.</summary>
public sealed class JudgementTests
{
    private static readonly LaunchJudgement Judge = new(BlockedLaunch.Assumed);

    private static readonly PlaceUnderTest Test = RealLaunchTests.Test(withPolicies: true);

    private static readonly string Message = Test.Expected.Policies.Declarative.ExceptionMessage!;

    private static readonly AccountId Account = AccountId.Parse("333344445555");

    private static readonly VerificationLine Line = new(
        ChecklistItem.OtherLaunches,
        EvidenceKind.Launch,
        Account,
        RegionName.Parse("us-east-1"),
        "launch an image that is not approved for real"
    )
    {
        Expected = "refused",
    };

    private static TriedLaunch Refused(string code, string message = "") =>
        new(new CallAnswer("ec2:RunInstances", code, message, "id"), null, Ended: true);

    private static TriedLaunch Launched(bool ended) =>
        new(CallAnswer.CarriedOut("ec2:RunInstances", "id"), "i-1", ended);

    private const string DeniedByOurs =
        "You are not authorized to perform this operation. User: u is not authorized to perform: ec2:RunInstances on resource: r "
        + "with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-1/service_control_policy/";

    private const string NotGranted =
        "You are not authorized to perform this operation. User: u is not authorized to perform: ec2:RunInstances on resource: r "
        + "because no identity-based policy allows the ec2:RunInstances action";

    private static ChosenImage Image(bool? isPublic = null, string owner = "") =>
        new(
            SeenImage.Unseen(ImageId.Parse("ami-0123456789abcdef0")) with
            {
                Facts = new ImageFacts(owner, null) { IsPublic = isPublic },
            },
            "as named",
            IsVisible: false
        );

    private static readonly ChosenImage Public = Image(isPublic: true, "444455556666");

    /// <summary>Which denial is ours AWS says in its text (IAM user guide, "Troubleshoot access denied error messages").</summary>
    [Theory]
    [InlineData(
        "UnauthorizedOperation",
        DeniedByOurs + "p-ours0001",
        LineResult.AsExpected,
        "refused by authorization"
    )]
    [InlineData(
        "UnauthorizedOperation",
        DeniedByOurs + "p-other001",
        LineResult.NotChecked,
        "denied, but by another policy: "
    )]
    [InlineData("UnauthorizedOperation", NotGranted, LineResult.NotChecked, "denied by an identity-based policy")]
    [InlineData("UnauthorizedOperation", "", LineResult.NotChecked, "denied by a policy that AWS does not name")]
    [InlineData(
        "OperationNotPermitted",
        "MESSAGE",
        LineResult.AsExpected,
        "refused with the message of the EC2 policy"
    )]
    [InlineData("InvalidAMIID.NotFound", "", LineResult.AsExpected, "refused: InvalidAMIID.NotFound")]
    [InlineData("RequestLimitExceeded", "", LineResult.NotChecked, "no decision: RequestLimitExceeded")]
    public void An_image_that_is_not_approved_must_be_refused_by_a_policy(
        string code,
        string message,
        LineResult result,
        string actual
    )
    {
        var text = message == "MESSAGE" ? Message : message;
        var judged = Judge.NotApproved(Test, Line, Public, Refused(code, text));
        Assert.Equal(result, judged.Result);
        Assert.StartsWith(actual, judged.Actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeniedByOurs + "p-ours0001")]
    [InlineData(NotGranted)]
    [InlineData("")]
    public void In_the_management_account_no_denial_by_authorization_is_ours(string message)
    {
        var test = RealLaunchTests.Test(isManagement: true, withPolicies: true);
        var judged = Judge.NotApproved(test, Line, Public, Refused("UnauthorizedOperation", message));
        Assert.Equal(LineResult.NotChecked, judged.Result);
    }

    /// <summary>An image that is not there is not found either.</summary>
    [Theory]
    [InlineData(true, "444455556666", false, LineResult.AsExpected)]
    [InlineData(false, "444455556666", false, LineResult.NotChecked)]
    [InlineData(null, "", false, LineResult.NotChecked)]
    [InlineData(null, "", true, LineResult.AsExpected)]
    public void An_image_that_is_not_found_shows_a_policy_only_if_it_is_there(
        bool? isPublic,
        string owner,
        bool wasDenied,
        LineResult result
    )
    {
        var image = Image(isPublic, owner) with { WasDenied = wasDenied };
        Assert.Equal(result, Judge.NotApproved(Test, Line, image, Refused("InvalidAMIID.NotFound")).Result);
    }

    [Fact]
    public void Without_a_message_of_ours_no_refusal_is_taken_for_one_with_it()
    {
        var judged = Judge.NotApproved(Test, Line, Public, Refused("OperationNotPermitted", "anything"));
        Assert.Equal("refused: OperationNotPermitted", judged.Actual);
    }

    [Fact]
    public void An_image_that_is_not_approved_and_launches_is_never_as_expected() =>
        Assert.Equal(LineResult.NotAsExpected, Judge.NotApproved(Test, Line, Public, Launched(ended: true)).Result);

    [Theory]
    [InlineData(true, LineResult.AsExpected, "launched and ended (i-1)")]
    [InlineData(false, LineResult.NotAsExpected, "launched, but not ended (i-1)")]
    public void An_approved_image_must_launch_and_end(bool ended, LineResult result, string actual)
    {
        var judged = Judge.Approved(Test, Line, Public, Launched(ended));
        Assert.Equal((result, actual), (judged.Result, judged.Actual));
    }

    [Theory]
    [InlineData("UnauthorizedOperation", DeniedByOurs + "p-ours0001", LineResult.NotAsExpected)]
    [InlineData("UnauthorizedOperation", NotGranted, LineResult.NotChecked)]
    [InlineData("OperationNotPermitted", "", LineResult.NotAsExpected)]
    [InlineData("InvalidAMIID.NotFound", "", LineResult.NotAsExpected)]
    [InlineData("InsufficientInstanceCapacity", "", LineResult.NotChecked)]
    public void An_approved_image_that_is_refused_is_a_finding_only_if_a_policy_refused_it(
        string code,
        string message,
        LineResult result
    ) => Assert.Equal(result, Judge.Approved(Test, Line, Public, Refused(code, message)).Result);

    [Fact]
    public void An_approved_image_that_nobody_sees_may_not_be_there() =>
        Assert.Equal(
            LineResult.NotChecked,
            Judge.Approved(Test, Line, Image(), Refused("InvalidAMIID.NotFound")).Result
        );

    /// <summary>What was measured goes before the codes that are assumed.</summary>
    [Theory]
    [InlineData("UnsupportedOperation", LineResult.AsExpected)]
    [InlineData("OperationNotPermitted", LineResult.NotChecked)]
    public void A_measured_code_is_the_only_one(string code, LineResult result)
    {
        var measured = new LaunchJudgement(new BlockedLaunch(["UnsupportedOperation"], "measured: cassette 1"));
        Assert.Equal(result, measured.NotApproved(Test, Line, Public, Refused(code)).Result);
    }

    [Fact]
    public async Task A_place_that_AWS_refuses_is_a_gap_and_the_others_keep_their_order()
    {
        var gaps = new VerificationGaps();
        var places = Enumerable
            .Range(1, 9)
            .Select(n => new VerificationPlace(Account, RegionName.Parse($"us-east-{n}")))
            .ToList();
        var seen = await new PlaceRunner(gaps, null).Each(
            "places",
            places,
            place => place,
            (place, _) =>
                place == places[4]
                    ? throw new AwsException("ec2:DescribeImages", "OptInRequired", "not here")
                    : Task.FromResult(place),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(places.Except([places[4]]), seen);
        var gap = Assert.Single(gaps.Sorted);
        Assert.Equal(places[4].Region, gap.Region);
        Assert.Equal("ec2:DescribeImages: OptInRequired: not here", gap.Reason);
    }

    [Fact]
    public void A_gap_leaves_every_item_open_but_CloudTrail_that_nobody_asked_for()
    {
        var failure = new AwsException("sts:AssumeRole", "AccessDenied", "no").Failure;
        var report = new VerificationReport(
            DateTimeOffset.UnixEpoch,
            [],
            [],
            [],
            [new VerificationGap(Account, null, failure)]
        );
        Assert.Equal(LineResult.NotChecked, report.ResultOf(ChecklistItem.Creation));
        Assert.Equal(LineResult.NotAsked, report.ResultOf(ChecklistItem.CloudTrail));
        Assert.False(report.Looked.IsComplete);
    }

    [Fact]
    public void Where_nothing_applies_nothing_was_verified()
    {
        var line = new VerificationLine(ChecklistItem.Creation, EvidenceKind.DryRun, Account, null, "creation")
        {
            Expected = "nothing",
            Result = LineResult.NotApplicable,
        };
        var report = new VerificationReport(DateTimeOffset.UnixEpoch, [], [], [line], []);
        Assert.True(report.Looked.IsNothing);
        Assert.Equal("Nothing was verified.", VerificationWords.Summary(report));
    }
}
