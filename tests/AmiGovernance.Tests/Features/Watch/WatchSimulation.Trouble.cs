using System.Collections.Immutable;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Core.Ports.Watch;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>What goes wrong on the way to AWS, git, the store and people.</summary>
internal sealed partial class WatchSimulation
{
    private const int NotNoted = -1;

    /// <summary>As the look found them that is made now.</summary>
    private int troublesBefore;

    private bool IsGone(string what) => outages.TryGetValue(what, out var outage) && bench.Clock.Now < outage.Until;

    private Trouble Decide(string part)
    {
        if (IsGone(part))
            return Trouble.Before;
        if (isCalm)
            return Trouble.None;
        var kill = random.NextDouble();
        if (kill < 0.0005)
            return random.Next(2) == 0 ? Trouble.KilledBefore : Trouble.KilledAfter;
        // The client tries a call of AWS again, so that few of the failures are seen.
        var faults = part is "aws" ? Faults * Faults : Faults / 4;
        if (random.NextDouble() >= faults)
            return Trouble.None;
        return random.Next(2) == 0 ? Trouble.Before : Trouble.After;
    }

    private WatchPorts TroubledPorts(Func<TimeSpan> skew)
    {
        var ports = bench.Ports;
        var store = new SkewedStore(bench.Store, () => -skew());
        return ports with
        {
            Organizations = Troubled<IOrganizations>.Over(
                ports.Organizations,
                _ => Decide("aws"),
                call => new AwsException(
                    $"organizations:{call}",
                    random.Next(2) == 0 ? "ExpiredTokenException" : "TooManyRequestsException",
                    "trouble"
                )
            ),
            Repository = Troubled<IWatchedRepository>.Over(
                ports.Repository,
                _ => Decide("git"),
                call => new GitException($"git {call}", "trouble")
            ),
            Store = Troubled<IWatchStore>.Over(
                store,
                _ => Decide("store"),
                call =>
                {
                    storeFailures++;
                    return new WatchStoreException($"{call}: trouble");
                }
            ),
            Channels = ImmutableDictionary<string, INotificationChannel>.Empty.Add("chat", new Channel(this)),
        };
    }

    private sealed class Channel(WatchSimulation world) : INotificationChannel
    {
        public string Name => "chat";

        public Task Send(Notification notification, CancellationToken cancel)
        {
            var trouble = world.Decide("chat");
            if (trouble is Trouble.KilledBefore)
                throw new KilledException();
            if (trouble is Trouble.Before or Trouble.After)
                throw new NotificationException("trouble", isTransient: true);
            world.Deliver(notification);
            return trouble is Trouble.KilledAfter ? throw new KilledException() : Task.CompletedTask;
        }
    }

    /// <summary>
    /// None comes twice, but where a process was killed, or the store failed in the look that sent it, so that it could not be noted; then
    /// it has the same id.
    /// </summary>
    private void Deliver(Notification notification)
    {
        var troubles = kills + storeFailures;
        var isNoted = troubles == troublesBefore;
        if (deliveries.TryGetValue(notification.Id, out var then) && then == troubles)
            Violations.Add($"told twice: {notification.Subject}");
        deliveries[notification.Id] = isNoted ? troubles : NotNoted;
        Tell($"told: {notification.Subject}");
    }
}
