using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Organizations;

/// <summary>
/// Resource control policies reach one account too. EC2 is none of their services (Organizations user guide, "List of AWS services that
/// support RCPs"), Amazon S3 is one.
/// </summary>
public sealed class ReadAccountPoliciesTests
{
    private const string Account = "100000000001";

    private static readonly OrganizationPolicy Perimeter = new(
        "p-rcp000001",
        "perimeter",
        OrganizationPolicyType.ResourceControlPolicy,
        """{"Version":"2012-10-17","Statement":[{"Sid":"Ours","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"""
    );

    [Fact]
    public async Task Resource_control_policies_that_reach_the_account_are_read()
    {
        var found = await Read(inUse: true);
        var rcp = Assert.Single(found.Policies, p => p.Type == OrganizationPolicyType.ResourceControlPolicy);
        Assert.Equal(Perimeter.Content, rcp.Content);
        Assert.Contains(new PolicyAttachment(RolloutBench.Root, Perimeter.Id), found.Attachments);
        var launch = Explained(found, "ec2:RunInstances");
        Assert.Equal(["perimeter"], launch.ResourceControlPolicies);
        Assert.Equal(CallVerdict.Allowed, launch.Verdict);
        Assert.Equal(CallVerdict.ExplicitDeny, Explained(found, "s3:GetObject").Verdict);
    }

    [Fact]
    public async Task Those_that_are_switched_off_reach_nobody()
    {
        var found = await Read(inUse: false);
        Assert.DoesNotContain(found.Policies, p => p.Type == OrganizationPolicyType.ResourceControlPolicy);
        Assert.Equal(CallVerdict.Allowed, Explained(found, "s3:GetObject").Verdict);
    }

    /// <summary>Read or not, they decide nothing on images; of another service's call the answer is not known.</summary>
    [Fact]
    public async Task Those_that_were_not_read_leave_only_calls_of_their_services_open()
    {
        var found = (await Read(inUse: false)) with { UnknownTypes = [OrganizationPolicyType.ResourceControlPolicy] };
        var launch = Explained(found, "ec2:RunInstances");
        Assert.Equal((CallVerdict.Allowed, true), (launch.Verdict, launch.LacksResourceControl));
        Assert.Empty(launch.NotJudged);
        var other = Explained(found, "s3:GetObject");
        Assert.Equal(CallVerdict.Unknown, other.Verdict);
        Assert.Contains(other.NotJudged, n => n.Contains("resource control policies", StringComparison.Ordinal));
    }

    private static async Task<Organization> Read(bool inUse)
    {
        var world = RolloutBench.Empty with
        {
            Policies = [OrganizationPolicy.FullAwsAccess, Perimeter],
            Attachments =
            [
                .. RolloutBench
                    .Empty.Accounts.Select(a => a.Id.Value)
                    .Concat(RolloutBench.Empty.Units.Select(u => u.Id))
                    .Append(RolloutBench.Root)
                    .Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId)),
                new(RolloutBench.Root, Perimeter.Id),
            ],
            EnabledTypes = inUse
                ? [OrganizationPolicyType.ServiceControlPolicy, OrganizationPolicyType.ResourceControlPolicy]
                : [OrganizationPolicyType.ServiceControlPolicy],
        };
        var aws = new SandboxOrganizations(new SandboxWorld(world, TimeProvider.System));
        return await new ReadAccountPolicies(aws).Read(AccountId.Parse(Account), TestContext.Current.CancellationToken);
    }

    private static Explanation Explained(Organization organization, string action)
    {
        var account = AccountId.Parse(Account);
        var call = new Ec2Call
        {
            Action = action,
            Account = account,
            PrincipalArn = $"arn:aws:iam::{Account}:role/Some",
            Partition = Partition.Aws,
            Region = RegionName.Parse("us-east-1"),
            Time = DateTimeOffset.UnixEpoch,
            ImageOwner = "amazon",
        };
        var policies = PolicySet.Of(new OrganizationIndex(organization), account);
        return Explanation.Of(call, null, new Caller(), policies);
    }
}
