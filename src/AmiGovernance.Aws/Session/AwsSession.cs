using System.Collections.Concurrent;
using Amazon;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Session;

/// <summary>
/// Credentials and clients: those of the caller, and of a role that is assumed in member accounts. The client of S3 is kept, and so are
/// those of EC2 (<see cref="KeptClients"/>); the others are for one use.
/// </summary>
internal sealed class AwsSession : IDisposable
{
    private const string SessionName = "amigov";

    /// <summary>Of one attempt to reach a server; what does not let itself be reached in this time is not there.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Of services that answer at once or not at all: those of lists and policies, unlike searches of EC2.</summary>
    private static readonly TimeSpan ListTimeout = TimeSpan.FromSeconds(15);

    private readonly AwsSettings settings;
    private readonly TimeProvider time;
    private readonly Lazy<AmazonSecurityTokenServiceClient> sts;
    private readonly Lazy<AmazonS3Client> s3;
    private readonly ConcurrentDictionary<AccountId, MemberCredentials> members = new();
    private readonly KeptClients ec2 = new();
    private readonly Lock identityGate = new();
    private Task<CallerDetails>? identity;

    static AwsSession()
    {
        UnansweredCalls.Register();
        TracedCalls.Register();
    }

    public AwsSession(AwsSettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        Region = FindRegion();
        sts = new(() =>
            new AmazonSecurityTokenServiceClient(Configure(new AmazonSecurityTokenServiceConfig(), Region.SystemName))
        );
        // Addresses other than AWS's have no host name for each bucket.
        s3 = new(() =>
            new AmazonS3Client(
                Configure(new AmazonS3Config { ForcePathStyle = settings.Endpoint is not null }, Region.SystemName)
            )
        );
    }

    /// <summary>The SDK makes one of any word: its name need not be a Region's.</summary>
    public RegionEndpoint Region { get; }

    /// <summary>Whether calls go to AWS (SDKs and tools reference guide, "Service-specific endpoints").</summary>
    public bool IsAws => settings.Endpoint is null && Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is null;

    public AmazonS3Client S3 => s3.Value;

    public TimeSpan Timeout => settings.Timeout;

    /// <summary>Asked once, also where many ask at the same time.</summary>
    public Task<CallerDetails> GetCallerIdentity(CancellationToken cancel)
    {
        lock (identityGate)
        {
            // A failure is no answer: the next call asks again.
            if (identity is { IsFaulted: true } or { IsCanceled: true })
                identity = null;
            return identity ??= AskIdentity(cancel);
        }
    }

    private Task<CallerDetails> AskIdentity(CancellationToken cancel) =>
        AwsCalls.Run(
            "sts:GetCallerIdentity",
            async () =>
            {
                var answer = await sts.Value.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancel);
                return new CallerDetails(AccountId.Parse(answer.Account), answer.Arn);
            },
            cancel
        );

    /// <param name="account">Null, or the caller's own account, for the caller's own credentials; else the role is assumed there.</param>
    public async Task<AmazonEC2Client> Ec2(AccountId? account, string region, CancellationToken cancel)
    {
        var own = account is null || (await GetCallerIdentity(cancel)).Account == account;
        return ec2.GetOrAdd(
            (own ? null : account, region),
            key =>
            {
                var config = Configure(new AmazonEC2Config(), key.Region, key.Account);
                return RateLimitedEc2Client.Create(key.Account is { } member ? Member(member) : null, config, time);
            }
        );
    }

    /// <summary>For one use; with the credentials that <see cref="Ec2"/> takes in the account. So are the two below.</summary>
    public async Task<JsonServiceClient> CloudTrail(AccountId account, string region, CancellationToken cancel) =>
        new(
            await Service("CloudTrail", "cloudtrail", account, region, cancel),
            "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"
        );

    public async Task<JsonServiceClient> Parameters(AccountId account, string region, CancellationToken cancel) =>
        new(await Service("SSM", "ssm", account, region, cancel), "AmazonSSM");

    public async Task<QueryServiceClient> AutoScaling(AccountId account, string region, CancellationToken cancel) =>
        new(await Service("Auto Scaling", "autoscaling", account, region, cancel), "2011-01-01");

    /// <summary>For calls whose names are known at run time only.</summary>
    /// <param name="version">See <see cref="QueryServiceClient"/>.</param>
    public async Task<QueryServiceClient> Ec2Query(
        AccountId account,
        string region,
        string version,
        CancellationToken cancel
    ) => new(await Service("EC2", "ec2", account, region, cancel), version);

    private async Task<ServiceConfig> Service(
        string serviceId,
        string signingName,
        AccountId account,
        string region,
        CancellationToken cancel
    )
    {
        var config = Configure(
            new ServiceConfig(serviceId, signingName, RegionEndpoint.GetBySystemName(region)),
            region
        );
        if ((await GetCallerIdentity(cancel)).Account == account)
            return config;
        config.DefaultAWSCredentials = Member(account);
        Trace(config, region, account);
        return config;
    }

    private MemberCredentials Member(AccountId account) =>
        members.GetOrAdd(
            account,
            a => new MemberCredentials(
                sts.Value,
                $"arn:{Region.PartitionName}:iam::{a}:role/{settings.RoleName}",
                SessionName
            )
        );

    public JsonServiceClient Json(string serviceId, string signingName, string? targetPrefix, string region) =>
        new(
            Configure(new ServiceConfig(serviceId, signingName, RegionEndpoint.GetBySystemName(region)), region),
            targetPrefix
        );

    public QueryServiceClient Query(string serviceId, string signingName, string version, string region) =>
        new(
            Configure(new ServiceConfig(serviceId, signingName, RegionEndpoint.GetBySystemName(region)), region),
            version
        );

    public QueryServiceClient Sns(string region) => Query("SNS", "sns", "2010-03-31", region);

    /// <summary>IAM is one service in a partition; its calls are signed for one Region.</summary>
    public QueryServiceClient Iam()
    {
        var (region, host) = Region.PartitionName switch
        {
            "aws-cn" => ("cn-north-1", "iam.cn-north-1.amazonaws.com.cn"),
            "aws-us-gov" => ("us-gov-west-1", "iam.us-gov.amazonaws.com"),
            _ => ("us-east-1", "iam.amazonaws.com"),
        };
        var config = new ServiceConfig("IAM", "iam", RegionEndpoint.GetBySystemName(region), host);
        return new QueryServiceClient(Configure(config, region), "2010-05-08");
    }

    /// <summary>Credentials, endpoint and retries as for every client here.</summary>
    private T Configure<T>(T config, string region, AccountId? account = null)
        where T : ClientConfig
    {
        if (settings.Endpoint is { } endpoint)
            config.ServiceURL = endpoint.ToString();
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        // Also where the SDK takes an address from AWS_ENDPOINT_URL: such calls would all be signed for the Region of the environment.
        config.AuthenticationRegion = region;
        if (settings.Credentials is { } credentials)
            config.DefaultAWSCredentials = credentials;
        config.Timeout = config is ServiceConfig && settings.Timeout > ListTimeout ? ListTimeout : settings.Timeout;
        config.ConnectTimeout = ConnectTimeout;
        if (settings.Notice is { } notice)
            UnansweredCalls.Tell(config, notice);
        Trace(config, region, account);
        if (settings.Profile is { } profile)
            config.Profile = new Profile(profile);
        if (Environment.GetEnvironmentVariable("AWS_MAX_ATTEMPTS") is null)
            config.MaxErrorRetry = settings.Retries;
        return config;
    }

    private void Trace(IClientConfig config, string region, AccountId? account)
    {
        if (settings.Traces is { } told)
            TracedCalls.Tell(config, account, region, told);
    }

    /// <exception cref="AwsException">The word that was given cannot be part of an address.</exception>
    private RegionEndpoint FindRegion()
    {
        try
        {
            return RegionEndpoint.GetBySystemName(
                settings.Region
                    ?? RegionOfProfile()
                    ?? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName
                    ?? "us-east-1"
            );
        }
        catch (AmazonClientException e)
        {
            throw new AwsException("sts:GetCallerIdentity", AwsFailure.NoCredentials, e.Message, inner: e);
        }
    }

    private string? RegionOfProfile() =>
        settings.Profile is { } name && new CredentialProfileStoreChain().TryGetProfile(name, out var profile)
            ? profile.Region?.SystemName
            : null;

    public void Dispose()
    {
        ec2.Dispose();
        foreach (var member in members.Values)
            member.Dispose();
        if (s3.IsValueCreated)
            s3.Value.Dispose();
        if (sts.IsValueCreated)
            sts.Value.Dispose();
    }
}
