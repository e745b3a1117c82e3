using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

/// <summary>An organization in the sandbox, with its clock, for one rehearsal.</summary>
internal sealed class RehearsalOrganization : IAsyncDisposable
{
    /// <summary>The sample configuration has two exceptions running then; a fixed day makes every rehearsal the same.</summary>
    private static readonly DateTimeOffset FirstDay = new(2026, 12, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly WorldSize Size = new(Accounts: 50, Regions: 2, Images: 2);

    private readonly SandboxServer server;

    private readonly TrailDelivery delivery;

    private RehearsalOrganization(SandboxServer server)
    {
        this.server = server;
        delivery = TrailDelivery.Start(server.World);
        Clock = new SandboxClock(server.World);
    }

    public static async Task<RehearsalOrganization> Start(Assumptions assumptions, CancellationToken cancel)
    {
        var world = WorldGenerator.Create(Size, new StillTime(FirstDay));
        world.Assumptions = assumptions;
        return new RehearsalOrganization(await SandboxServer.Start(world, cancel: cancel));
    }

    public SandboxWorld World => server.World;

    public long Calls => server.Requests;

    /// <summary>The sandbox's time, which only <see cref="MoveTo"/> moves.</summary>
    public TimeProvider Clock { get; }

    public void MoveTo(DateTimeOffset time)
    {
        lock (World.Gate)
            World.ClockOffset = time - FirstDay;
    }

    /// <summary>The files that the organization's trail has delivered since the last time, as they lie in its bucket.</summary>
    public IReadOnlyList<GeneratedFile> DeliveredTrail()
    {
        var bucket = World.Buckets.Find(TrailDelivery.BucketOf(World.Organization))!;
        return [.. delivery.Deliver().Select(key => new GeneratedFile(key, bucket.Objects.Find(key)!.Content))];
    }

    /// <summary>Whatever the command line or the environment say, nothing but the sandbox is reached.</summary>
    public AwsConnection Connect(AwsSettings settings) =>
        new(
            settings with
            {
                Profile = null,
                Region = World.Ec2.Regions[0].Value,
                Endpoint = server.Address,
                Credentials = new BasicAWSCredentials(
                    CredentialStore.AdministratorKey(World.Organization.ManagementAccount),
                    CredentialStore.AdministratorSecret
                ),
            },
            new QuickTime()
        );

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private sealed class StillTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class SandboxClock(SandboxWorld world) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => world.Now;
    }

    /// <summary>AWS's rate limits are kept by waiting; here the waits pass in a hundredth of their time.</summary>
    private sealed class QuickTime : TimeProvider
    {
        private const int Factor = 100;

        private readonly long start = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() =>
            DateTimeOffset.UnixEpoch + (System.GetElapsedTime(start) * Factor);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Factor : dueTime, period);
    }
}
