using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Aws;

/// <summary>Our client over the wire, against the sandbox that the AWS CLI proves.</summary>
public sealed class OrganizationsClientTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static AwsConnection Connect(SandboxServer server) =>
        new(
            new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole)
            {
                Endpoint = server.Address,
                Credentials = new BasicAWSCredentials(
                    CredentialStore.AdministratorKey(server.World.Organization.ManagementAccount),
                    CredentialStore.AdministratorSecret
                ),
            },
            TimeProvider.System
        );

    [Fact]
    public async Task Reads_the_whole_organization_over_several_pages()
    {
        var world = WorldGenerator.Create(new WorldSize(50, 1, 0), TimeProvider.System);
        await using var server = await SandboxServer.Start(world, cancel: Cancel);
        using var connection = Connect(server);
        var read = await new ReadOrganization(connection.Organizations).Read(["root"], Cancel);
        Assert.Equal(
            world.Organization.Accounts.OrderBy(a => a.Id.Value, StringComparer.Ordinal),
            read.Accounts.OrderBy(a => a.Id.Value, StringComparer.Ordinal)
        );
        Assert.Equal(
            world.Organization.Units.OrderBy(u => u.Id, StringComparer.Ordinal),
            read.Units.OrderBy(u => u.Id, StringComparer.Ordinal)
        );
        Assert.Equal(world.Organization.RootId, read.RootId);
        Assert.Equal(
            new CallerDetails(world.Organization.ManagementAccount, (await connection.GetCallerIdentity(Cancel)).Arn),
            await connection.GetCallerIdentity(Cancel)
        );
    }

    [Fact]
    public async Task Creates_attaches_and_takes_away_a_policy()
    {
        var world = WorldGenerator.Create(new WorldSize(10, 1, 0), TimeProvider.System);
        await using var server = await SandboxServer.Start(world, cancel: Cancel);
        using var connection = Connect(server);
        var aws = connection.Organizations;
        var root = (await aws.ListRoots(Cancel)).Id;
        await aws.EnablePolicyType(root, OrganizationPolicyType.DeclarativePolicyEc2, Cancel);
        var wanted = new OrganizationPolicy(
            "",
            "governance",
            OrganizationPolicyType.DeclarativePolicyEc2,
            """{"ec2_attributes":{"image_block_public_access":{"state":{"@@assign":"block_new_sharing"}}}}"""
        )
        {
            Description = "für alle – “quoted”",
            Tags = OrganizationPolicy.NoTags.Add("amigov:managed", "true"),
        };
        var id = await aws.CreatePolicy(wanted, Cancel);
        await aws.AttachPolicy(id, root, Cancel);
        Assert.Equal(wanted with { Id = id, Tags = OrganizationPolicy.NoTags }, await aws.DescribePolicy(id, Cancel));
        Assert.Equal(wanted.Tags, await aws.ListTagsForResource(id, Cancel));
        Assert.Equal([root], await aws.ListTargetsForPolicy(id, Cancel));
        Assert.Equal(
            """{"ec2_attributes":{"image_block_public_access":{"state":"block_new_sharing"}}}""",
            await aws.DescribeEffectivePolicy(
                AccountId.Parse("123456738923"),
                OrganizationPolicyType.DeclarativePolicyEc2,
                Cancel
            )
        );
        await aws.UpdatePolicy(wanted with { Id = id, Description = "other" }, Cancel);
        var refused = await Assert.ThrowsAsync<AwsException>(() => aws.DeletePolicy(id, Cancel));
        Assert.Equal(("organizations:DeletePolicy", "PolicyInUseException"), (refused.Operation, refused.Code));
        Assert.NotNull(refused.Failure.RequestId);
        await aws.DetachPolicy(id, root, Cancel);
        await aws.DeletePolicy(id, Cancel);
        Assert.DoesNotContain(
            await aws.ListPolicies(OrganizationPolicyType.DeclarativePolicyEc2, Cancel),
            p => p.Id == id
        );
        Assert.Null(
            await aws.DescribeEffectivePolicy(
                AccountId.Parse("123456738923"),
                OrganizationPolicyType.DeclarativePolicyEc2,
                Cancel
            )
        );
    }

    [Fact]
    public async Task Tries_again_what_AWS_says_can_be_tried_again()
    {
        await using var server = await SandboxServer.Start(
            WorldGenerator.Create(new WorldSize(10, 1, 0), TimeProvider.System),
            cancel: Cancel
        );
        using var connection = Connect(server);
        foreach (
            var (code, status) in new[]
            {
                ("TooManyRequestsException", 400),
                ("ConcurrentModificationException", 400),
                ("ServiceException", 500),
            }
        )
            server.Faults.Add(
                new Fault("organizations", "ListRoots", FaultKind.Error)
                {
                    Code = code,
                    Status = status,
                    Times = 1,
                }
            );
        server.Faults.Add(new Fault("organizations", "ListRoots", FaultKind.LoseAnswer) { Times = 1 });
        Assert.Equal("r-a1b2", (await connection.Organizations.ListRoots(Cancel)).Id);
    }

    [Fact]
    public async Task Says_which_call_was_refused_and_why()
    {
        await using var server = await SandboxServer.Start(
            WorldGenerator.Create(new WorldSize(10, 1, 0), TimeProvider.System),
            cancel: Cancel
        );
        using var connection = Connect(server);
        server.Faults.Add(
            new Fault("organizations", "ListRoots", FaultKind.Error) { Code = "AccessDeniedException", Status = 400 }
        );
        var refused = await Assert.ThrowsAsync<AwsException>(() => connection.Organizations.ListRoots(Cancel));
        Assert.True(refused.IsAccessDenied);
        Assert.Equal("organizations:ListRoots", refused.Operation);
    }
}
