using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>A sandbox at a fixed time, with clients that nobody here wrote.</summary>
internal sealed class SandboxRig : IAsyncDisposable
{
    public const string Workload = "400000000000";

    private SandboxRig(SandboxServer server) => Server = server;

    public SandboxServer Server { get; }

    public SandboxWorld World => Server.World;

    public static async Task<SandboxRig> Start(int accounts = 12, int regions = 1, int images = 2) =>
        new(
            await SandboxServer.Start(
                WorldGenerator.Create(new WorldSize(accounts, regions, images), new StillTime()),
                cancel: TestContext.Current.CancellationToken
            )
        );

    /// <summary>As amigov connects, with the credentials of the management account.</summary>
    public AwsConnection Connect(TimeProvider time) =>
        new(
            new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole)
            {
                Endpoint = Server.Address,
                Credentials = Credentials(WorldGenerator.Management),
            },
            time
        );

    public AmazonEC2Client Ec2(string account = Workload, string region = "us-east-1") =>
        new(
            Credentials(account),
            new AmazonEC2Config
            {
                ServiceURL = Server.Address.ToString(),
                AuthenticationRegion = region,
                MaxErrorRetry = 0,
            }
        );

    public AmazonEC2Client Ec2(AWSCredentials credentials) =>
        new(
            credentials,
            new AmazonEC2Config
            {
                ServiceURL = Server.Address.ToString(),
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
            }
        );

    /// <summary>What a role of an account gives to whoever the management account lets take it on.</summary>
    /// <param name="role">Its name.</param>
    public async Task<Credentials> Session(string role, string name = "test")
    {
        using var sts = Sts();
        var request = new AssumeRoleRequest
        {
            RoleArn = $"arn:aws:iam::{Workload}:role/{role}",
            RoleSessionName = name,
        };
        return (await sts.AssumeRoleAsync(request, TestContext.Current.CancellationToken)).Credentials;
    }

    public AmazonSecurityTokenServiceClient Sts(string account = WorldGenerator.Management) =>
        new(
            Credentials(account),
            new AmazonSecurityTokenServiceConfig
            {
                ServiceURL = Server.Address.ToString(),
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
            }
        );

    public AmazonS3Client S3(string account = WorldGenerator.Management) =>
        new(
            Credentials(account),
            new AmazonS3Config
            {
                ServiceURL = Server.Address.ToString(),
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
            }
        );

    public WireClient Wire(string account = WorldGenerator.Management) => WireClient.For(Server.Address, account);

    public static BasicAWSCredentials Credentials(string account) =>
        new(CredentialStore.AdministratorKey(AccountId.Parse(account)), CredentialStore.AdministratorSecret);

    public async Task<JsonObject> Organizations(
        string operation,
        string body,
        string account = WorldGenerator.Management
    )
    {
        using var wire = Wire(account);
        var answer = await wire.Json("organizations", operation, body);
        return answer.Body.Length == 0 ? [] : JsonNode.Parse(answer.Text)!.AsObject();
    }

    /// <summary>Attaches a policy to the root; the type is enabled where it was not.</summary>
    public OrganizationPolicy Attach(
        OrganizationPolicyType type,
        string content,
        string target = WorldGenerator.Root,
        string name = "policy"
    )
    {
        var policies = new OrganizationPolicies(World);
        lock (World.Gate)
        {
            if (!World.Organization.EnabledTypes.Contains(type))
                policies.EnableType(WorldGenerator.Root, type);
            var policy = policies.Create(name, type, "", content, OrganizationPolicy.NoTags);
            policies.Attach(policy.Id, target);
            return policy;
        }
    }

    public SandboxImage Image(string owner) => World.Ec2.OwnedBy(owner, "us-east-1").First();

    public static RunInstancesRequest Launch(SandboxImage image, bool dryRun = false) =>
        new()
        {
            ImageId = image.Id.Value,
            MinCount = 1,
            MaxCount = 1,
            DryRun = dryRun,
        };

    public static async Task<(string Code, string Message)> Error(Task call)
    {
        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => call);
        return (error.ErrorCode, error.Message);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private sealed class StillTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);
    }
}
