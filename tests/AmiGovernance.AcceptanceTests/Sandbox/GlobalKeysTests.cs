using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>What a request carries of its caller (IAM user guide, "AWS global condition context keys").</summary>
public sealed class GlobalKeysTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>Whether a deny by the condition meets a user, and a session of a role.</summary>
    [Theory]
    [InlineData("""{"StringEquals":{"aws:PrincipalType":"User"}}""", true, false)]
    [InlineData("""{"StringEquals":{"aws:PrincipalType":"AssumedRole"}}""", false, true)]
    [InlineData("""{"Null":{"aws:username":"true"}}""", false, true)]
    [InlineData("""{"Null":{"aws:userid":"false"}}""", true, true)]
    [InlineData("""{"StringLike":{"aws:userid":"*:keys"}}""", false, true)]
    [InlineData("""{"Null":{"aws:TokenIssueTime":"true"}}""", true, false)]
    [InlineData("""{"Bool":{"aws:MultiFactorAuthPresent":"false"}}""", false, true)]
    [InlineData("""{"Bool":{"aws:ViaAWSService":"true"}}""", false, false)]
    [InlineData("""{"NotIpAddress":{"aws:SourceIp":"127.0.0.0/8"}}""", false, false)]
    [InlineData("""{"StringLike":{"aws:UserAgent":"*aws-sdk-dotnet*"}}""", true, true)]
    public async Task A_condition_meets_those_whom_it_names(string condition, bool user, bool session)
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(
            OrganizationPolicyType.ServiceControlPolicy,
            $$$"""
            {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"ec2:DescribeRegions","Resource":"*","Condition":{{{condition}}}}}
            """
        );
        using var byUser = rig.Ec2();
        using var bySession = rig.Ec2(await rig.Session(SandboxRole.OrganizationAccess, "keys"));
        Assert.Equal((user, session), (await IsDenied(byUser), await IsDenied(bySession)));
    }

    private static async Task<bool> IsDenied(AmazonEC2Client ec2)
    {
        try
        {
            await ec2.DescribeRegionsAsync(new DescribeRegionsRequest(), Cancel);
            return false;
        }
        catch (AmazonEC2Exception denied) when (denied.ErrorCode == "UnauthorizedOperation")
        {
            return true;
        }
    }
}
