using System.Collections.Immutable;
using Amazon;
using AmiGovernance.Aws.Calibration;
using AmiGovernance.Aws.Images;
using AmiGovernance.Aws.Impact;
using AmiGovernance.Aws.Monitoring;
using AmiGovernance.Aws.Notifications;
using AmiGovernance.Aws.Organizations;
using AmiGovernance.Aws.Rollout;
using AmiGovernance.Aws.Session;
using AmiGovernance.Aws.Trail;
using AmiGovernance.Aws.Verification;
using AmiGovernance.Aws.Watch;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Calibration;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Impact;
using AmiGovernance.Core.Ports.Monitoring;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Core.Ports.Verification;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Aws;

/// <summary>
/// AWS as the features see it, with the credentials that AWS users expect: profiles, IAM Identity Center, environment, container and
/// instance roles; in member accounts a role is assumed. Endpoints follow `AWS_ENDPOINT_URL`. Nothing is asked before a call is made.
/// </summary>
public sealed class AwsConnection : IAwsIdentity, IPermissionSimulator, IDisposable
{
    private readonly AwsSession session;
    private readonly TimeProvider time;
    private readonly Lazy<OrganizationsClient> organizations;
    private readonly Lazy<AthenaClient> athena;
    private readonly Lazy<LogsInsightsClient> insights;
    private readonly Lazy<MonitoringClient> monitoring;

    public AwsConnection(AwsSettings settings, TimeProvider time)
    {
        this.time = time;
        session = new AwsSession(settings, time);
        var region = session.Region.SystemName;
        var organizationsRegion = OrganizationsClient.RegionIn(session.Region.PartitionName);
        organizations = new(() =>
            new OrganizationsClient(
                session.Json("Organizations", "organizations", OrganizationsClient.Target, organizationsRegion),
                time,
                GetCallerIdentity
            )
        );
        monitoring = new(() =>
            new MonitoringClient(
                session.Json("CloudWatch Logs", "logs", "Logs_20140328", region),
                session.Query("CloudWatch", "monitoring", "2010-08-01", region),
                session.Sns(region),
                session.Json("EventBridge", "events", "AWSEvents", region),
                CallPlace.Of(null, region)
            )
        );
        insights = new(() =>
            new LogsInsightsClient(
                session.Json("CloudWatch Logs", "logs", "Logs_20140328", region),
                CallPlace.Of(null, region)
            )
        );
        athena = new(() =>
            new AthenaClient(session.Json("Athena", "athena", "AmazonAthena", region), CallPlace.Of(null, region))
        );
    }

    public RegionEndpoint Region => session.Region;

    /// <summary>Whether calls go to AWS, and not to a sandbox or another double.</summary>
    public bool IsAws => session.IsAws;

    public IOrganizations Organizations => organizations.Value;

    public IAthena Athena => athena.Value;

    public ILogsInsights LogsInsights => insights.Value;

    public IImageReader ImageReader => new ImagesClient(session);

    public IImageSharingReader ImageSharingReader => new ImageSharingClient(session);

    public IImageSharingWriter ImageSharingWriter => new ImageSharingClient(session);

    public IInstanceReader InstanceReader => new InstanceReaderClient(session);

    public IRoleReader Roles => new RoleReader(session.Iam);

    public ITopic Topic => new TopicClient(session.Sns);

    public IEventBus EventBus =>
        new EventBusClient(region =>
            session.Json("EventBridge", "events", "AWSEvents", region ?? session.Region.SystemName)
        );

    public IAccountContacts AccountContacts =>
        new AccountContactsClient(
            () =>
                session.Json(
                    "Account",
                    "account",
                    targetPrefix: null,
                    OrganizationsClient.RegionIn(session.Region.PartitionName)
                ),
            this
        );

    /// <summary>With the caller's own credentials.</summary>
    public IMonitoring Monitoring => monitoring.Value;

    public IAccountStatusReports AccountStatusReports => new AccountStatusReports(session, session.S3);

    public ILauncherReader Launchers => new LauncherClient(session, time);

    public IImageParameterReader ImageParameters => new ParameterClient(session, time);

    public IImageFactsReader ImageFacts => new ImageFactsClient(session);

    public IImageRecipeReader ImageRecipes => new ImageRecipeClient(session);

    /// <summary>Keeps each place's rate as long as it is used.</summary>
    public IEventHistory EventHistory => new EventHistoryClient(session, time);

    /// <summary>Trail files in buckets, with the caller's own credentials.</summary>
    /// <param name="filter">What is asked of them; folders that hold nothing of it are not listed.</param>
    public ITrailSource TrailBuckets(IReadOnlyList<BucketAddress> addresses, TrailFilter filter) =>
        new BucketTrailSource(session.S3, addresses, filter, session.Timeout, time);

    /// <summary>Those of them that came at or after a moment, by the clock of S3.</summary>
    public ITrailSource TrailBucketsSince(IReadOnlyList<BucketAddress> addresses, DateTimeOffset since) =>
        new BucketTrailSource(session.S3, addresses, TrailFilter.Everything, session.Timeout, time) { Since = since };

    /// <summary>How far the clock of S3 is ahead of this machine's; null before an answer after this was first asked.</summary>
    public TimeSpan? S3Ahead => (s3Clock ??= new AnswerClock(session.S3, time)).Ahead;

    private AnswerClock? s3Clock;

    /// <summary>What a watch keeps in a bucket, with the caller's own credentials.</summary>
    public IWatchStore WatchStore(BucketAddress address) => new BucketWatchStore(session.S3, address, time);

    /// <summary>In the Region of the connection.</summary>
    public IExperimentCalls Experiments => new ExperimentClient(session);

    public ICallRecords CallRecords => new CallRecords(session);

    /// <param name="instanceType">Of the instances that tests launch.</param>
    /// <param name="subnet">Where they launch; null for the account's default.</param>
    public IVerificationCalls VerificationCalls(string instanceType, string? subnet) =>
        new VerificationCalls(session, new TestRequests(instanceType, subnet));

    /// <summary>Null when the account does not see the image.</summary>
    /// <param name="account">Null for the caller's own.</param>
    public Task<ImageFacts?> FindImage(AccountId? account, string region, string imageId, CancellationToken cancel) =>
        ImageLookup.Find(session, account, region, imageId, cancel);

    public Task<CallerDetails> GetCallerIdentity(CancellationToken cancel) => session.GetCallerIdentity(cancel);

    public async Task<ImmutableHashSet<string>?> AllowedActions(
        string principalArn,
        IReadOnlyCollection<string> actions,
        CancellationToken cancel
    )
    {
        using var iam = session.Iam();
        return await new PermissionSimulator(iam).AllowedActions(principalArn, actions, cancel);
    }

    public void Dispose()
    {
        if (athena.IsValueCreated)
            athena.Value.Dispose();
        if (insights.IsValueCreated)
            insights.Value.Dispose();
        if (monitoring.IsValueCreated)
            monitoring.Value.Dispose();
        if (organizations.IsValueCreated)
            organizations.Value.Dispose();
        session.Dispose();
    }
}
