using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Aws;

public sealed class PermissionSimulatorTests
{
    private const string Policy =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["organizations:List*","iam:SimulatePrincipalPolicy","iam:GetRole"],"Resource":"*"}]}""";

    private static async Task<(AwsConnection Connection, SandboxServer Server, string Arn)> AsRole(string policy)
    {
        var world = WorldGenerator.Create(new WorldSize(10, 1, 0), TimeProvider.System);
        var role = SandboxRole.Read(policy).Sound;
        var account = world.Organization.ManagementAccount.Value;
        world.Roles[(AccountId.Parse(account), "ci/deploy")] = role;
        var session = $"arn:aws:sts::{account}:assumed-role/deploy/pipeline";
        world.Credentials.Add(
            new Credential(
                "ASIATEST",
                "secret",
                new CallerIdentity(
                    AccountId.Parse(account),
                    $"arn:aws:iam::{account}:role/ci/deploy",
                    session,
                    "AROATEST:pipeline"
                )
                {
                    Permissions = role.Permissions,
                }
            )
            {
                Token = "token",
            }
        );
        var server = await SandboxServer.Start(world);
        return (
            new AwsConnection(
                new AwsSettings(null, "us-east-1", "x")
                {
                    Endpoint = server.Address,
                    Credentials = new SessionAWSCredentials("ASIATEST", "secret", "token"),
                },
                TimeProvider.System
            ),
            server,
            session
        );
    }

    [Fact]
    public async Task Asks_for_the_role_behind_a_session()
    {
        var (connection, server, arn) = await AsRole(Policy);
        await using var _ = server;
        using var __ = connection;
        Assert.Equal(
            ["organizations:ListRoots"],
            await connection.AllowedActions(
                arn,
                ["organizations:ListRoots", "organizations:CreatePolicy"],
                TestContext.Current.CancellationToken
            ) ?? []
        );
    }

    [Fact]
    public async Task Asks_with_the_keys_that_the_calls_would_carry()
    {
        const string own =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:*"],"Resource":"*"},{"Effect":"Allow","Action":"organizations:CreatePolicy","Resource":"*","Condition":{"StringEquals":{"organizations:PolicyType":"SERVICE_CONTROL_POLICY"}}}]}""";
        var (connection, server, arn) = await AsRole(own);
        await using var _ = server;
        using var __ = connection;
        Assert.Equal(
            ["organizations:CreatePolicy"],
            await connection.AllowedActions(
                arn,
                ["organizations:CreatePolicy", "organizations:DeletePolicy"],
                TestContext.Current.CancellationToken
            ) ?? []
        );
    }

    [Fact]
    public async Task Says_when_it_may_not_ask()
    {
        var (connection, server, arn) = await AsRole(
            Policy.Replace("iam:SimulatePrincipalPolicy", "iam:ListRoles", StringComparison.Ordinal)
        );
        await using var _ = server;
        using var __ = connection;
        var refused = await Assert.ThrowsAsync<AmiGovernance.Core.Ports.AwsException>(() =>
            connection.AllowedActions(arn, ["organizations:ListRoots"], TestContext.Current.CancellationToken)
        );
        Assert.Equal("iam:SimulatePrincipalPolicy", refused.Operation);
        Assert.True(refused.IsAccessDenied, refused.Code);
    }
}
