using Amazon.EC2.Model;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;
using AmiGovernance.TestSupport.SecondJudge;
using CallerIdentity = AmiGovernance.Sandbox.World.CallerIdentity;

namespace AmiGovernance.AcceptanceTests.Judges;

/// <summary>The second judge hears the sandboxes of this process, and contradicts what is wrong.</summary>
public sealed class SecondJudgeTests
{
    private const string Deny =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:*:ec2:*::image/*","Condition":{"StringNotEquals":{"ec2:Owner":"amazon"}}}]}""";

    private const string Enabled =
        """{"ec2_attributes":{"allowed_images_settings":{"state":{"@@assign":"enabled"},"image_criteria":{"criteria_1":{"allowed_image_providers":{"@@assign":["amazon"]}}}},"image_block_public_access":{"state":{"@@assign":"unblocked"}}}}""";

    [Fact]
    public async Task Every_decision_of_a_sandbox_is_made_again()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var before = JudgedRun.Current.Decided;
        await ec2.DescribeImagesAsync(new DescribeImagesRequest(), TestContext.Current.CancellationToken);
        Assert.True(JudgedRun.Current.Decided > before);
    }

    public static TheoryData<string, string> Decisions =>
        new()
        {
            { "amazon", nameof(WitnessedOutcome.Allowed) },
            { "111122223333", nameof(WitnessedOutcome.ExplicitlyDenied) },
        };

    [Theory]
    [MemberData(nameof(Decisions))]
    public async Task A_wrong_decision_on_a_request_is_contradicted(string owner, string right)
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(OrganizationPolicyType.ServiceControlPolicy, Deny);
        var request = new WitnessedRequest(
            rig.World.Organization,
            new CallerIdentity(AccountId.Parse(SandboxRig.Workload), "arn:aws:iam::400000000000:user/a", "", ""),
            null,
            "ec2:RunInstances",
            "arn:aws:ec2:us-east-1::image/ami-00000001",
            [("ec2:Owner", [owner])]
        );
        foreach (var outcome in Enum.GetValues<WitnessedOutcome>())
            Contradicts(judge => judge.Authorized(request, outcome), isRight: outcome.ToString() == right);
        foreach (var allowed in new[] { true, false })
            Contradicts(
                judge =>
                    judge.Delegated(
                        request,
                        Deny.Replace("Deny", "Allow", StringComparison.Ordinal)
                            .Replace(
                                "\"Action\"",
                                "\"Principal\":{\"AWS\":\"400000000000\"},\"Action\"",
                                StringComparison.Ordinal
                            ),
                        allowed
                    ),
                isRight: allowed == (owner != "amazon")
            );
    }

    [Fact]
    public async Task A_wrong_decision_on_an_image_or_a_merge_is_contradicted()
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(OrganizationPolicyType.DeclarativePolicyEc2, Enabled);
        var account = new WitnessedAccount(
            AccountId.Parse(SandboxRig.Workload),
            rig.World.Organization,
            rig.World.Organization,
            Assumptions.Usual,
            rig.World.Now
        );
        var own = new RegionSettings();
        foreach (var verdict in Enum.GetValues<ImageVerdict>())
        {
            var stranger = rig.Image(WorldGenerator.Vendor).Facts;
            Contradicts(j => j.ImageJudged(account, stranger, own, verdict), isRight: verdict == ImageVerdict.Denied);
        }
        foreach (var state in new[] { "block_new_sharing", "unblocked" })
            Contradicts(
                j => j.StateJudged(account, "image_block_public_access", own, state),
                isRight: state == "unblocked"
            );
        Contradicts(j => j.Merged(account, Enabled, isValid: true), isRight: false);
    }

    private static void Contradicts(Action<SecondJudge> tell, bool isRight)
    {
        var judge = new SecondJudge();
        var error = Record.Exception(() => tell(judge));
        Assert.Equal(isRight, error is null);
        Assert.Equal(isRight, judge.Disagreements.Count == 0);
    }
}
