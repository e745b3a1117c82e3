using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Organizations;

/// <summary>Organizations with allow lists (Organizations user guide, "Using SCPs as an allow list") detach `FullAWSAccess`.</summary>
public sealed class ReadOrganizationTests
{
    private const string Unit = "ou-ab12-workload";
    private const string Account = "100000000001";

    private static readonly OrganizationPolicy AllowS3 = new(
        "p-allows300",
        "AllowS3",
        OrganizationPolicyType.ServiceControlPolicy,
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"""
    );

    private static readonly OrganizationPolicy Boundary = new(
        "p-rcp000001",
        "OnlyOurs",
        OrganizationPolicyType.ResourceControlPolicy,
        """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"""
    );

    private static IEnumerable<string> AllTargets =>
        RolloutBench
            .Empty.Accounts.Select(a => a.Id.Value)
            .Concat(RolloutBench.Empty.Units.Select(u => u.Id))
            .Append(RolloutBench.Root);

    /// <param name="replaced">Where the allow list stands in the place of `FullAWSAccess`.</param>
    /// <param name="beside">Where it stands beside it.</param>
    private static Organization World(string[] replaced, string[] beside) =>
        RolloutBench.Empty with
        {
            Policies = [OrganizationPolicy.FullAwsAccess, AllowS3],
            Attachments =
            [
                .. AllTargets.Except(replaced).Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId)),
                .. replaced.Concat(beside).Select(t => new PolicyAttachment(t, AllowS3.Id)),
            ],
        };

    private static async Task<Organization> Read(Organization world, string[] targets, bool withResourceControl = false)
    {
        var aws = new SandboxOrganizations(new SandboxWorld(world, TimeProvider.System));
        var read = new ReadOrganization(aws) { WithResourceControl = withResourceControl };
        return await read.Read(targets, TestContext.Current.CancellationToken);
    }

    private static void AssertSameAttachments(Organization world, Organization found) =>
        Assert.Equal(
            world.Attachments.OrderBy(a => a.TargetId).ThenBy(a => a.PolicyId),
            found.Attachments.OrderBy(a => a.TargetId).ThenBy(a => a.PolicyId)
        );

    [Theory]
    [InlineData("", "")]
    [InlineData(Account, "")]
    [InlineData("", Account)]
    [InlineData(Unit, Account)]
    [InlineData(RolloutBench.Root, "")]
    [InlineData($"{Account},{Unit},100000000002,222233334444", "123456738923")]
    public async Task Where_FullAWSAccess_stands_is_asked_and_never_assumed(string replaced, string beside)
    {
        string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var world = World(Split(replaced), Split(beside));
        AssertSameAttachments(world, await Read(world, []));
        AssertSameAttachments(world, await Read(world, [OrganizationTarget.Root]));
        AssertSameAttachments(world, await Read(world, [Unit, Account]));
    }

    [Fact]
    public async Task A_launch_is_denied_below_an_allow_list_that_does_not_name_it()
    {
        var found = await Read(World([Unit], []), [OrganizationTarget.Root]);
        var account = AccountId.Parse(Account);
        var call = new Ec2Call
        {
            Action = "ec2:RunInstances",
            Account = account,
            PrincipalArn = $"arn:aws:iam::{Account}:role/Some",
            Partition = Partition.Aws,
            Region = RegionName.Parse("us-east-1"),
            Time = DateTimeOffset.UnixEpoch,
            ImageOwner = "amazon",
        };
        var policies = PolicySet.Of(new OrganizationIndex(found), account);
        Assert.Equal(CallVerdict.ImplicitDeny, Explanation.Of(call, null, new Caller(), policies).Verdict);
    }

    [Fact]
    public async Task Resource_control_policies_come_along_where_they_are_asked_for()
    {
        var world = World([], []) with
        {
            EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy, OrganizationPolicyType.ResourceControlPolicy],
        };
        world = world with
        {
            Policies = [.. world.Policies, Boundary],
            Attachments = [.. world.Attachments, new(RolloutBench.Root, Boundary.Id), new(Account, Boundary.Id)],
        };
        AssertSameAttachments(world, await Read(world, [OrganizationTarget.Root], withResourceControl: true));

        var without = await Read(world, [OrganizationTarget.Root]);
        Assert.DoesNotContain(without.Policies, p => p.Type == OrganizationPolicyType.ResourceControlPolicy);
    }
}
