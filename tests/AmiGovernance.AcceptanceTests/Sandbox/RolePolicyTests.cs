using Amazon.EC2.Model;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>What a role may do is what its policy allows.</summary>
public sealed class RolePolicyTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_may_do_what_its_policy_allows_in_every_service()
    {
        await using var rig = await SandboxRig.Start();
        const string Policy =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:DescribeImages","s3:GetObject"],"Resource":"*"}]}""";
        rig.World.Roles[(AccountId.Parse(SandboxRig.Workload), "Auditor")] = SandboxRole.Read(Policy).Sound;
        var session = await rig.Session("Auditor");
        using var ec2 = rig.Ec2(session);
        await ec2.DescribeImagesAsync(new DescribeImagesRequest(), Cancel);
        Assert.Contains(
            "because no identity-based policy allows the ec2:DescribeRegions action",
            (await SandboxRig.Error(ec2.DescribeRegionsAsync(new DescribeRegionsRequest(), Cancel))).Message,
            StringComparison.Ordinal
        );
        foreach (
            var (service, operation) in new[]
            {
                ("cloudtrail", "LookupEvents"),
                ("organizations", "DescribeOrganization"),
                ("ssm", "DescribeParameters"),
                ("logs", "DescribeLogGroups"),
                ("events", "ListRules"),
            }
        )
        {
            using var wire = new WireClient(
                rig.Server.Address,
                session.AccessKeyId,
                session.SecretAccessKey,
                session.SessionToken
            );
            Assert.Contains(
                "AccessDeniedException",
                (await wire.Json(service, operation, "{}")).Text,
                StringComparison.Ordinal
            );
        }
    }
}
