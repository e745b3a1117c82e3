using System.Collections.Immutable;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>What a watch needs from outside.</summary>
/// <param name="Events">Says who changed policies.</param>
/// <param name="Channels">By their names; every channel of a recipient is among them.</param>
public sealed record WatchPorts(
    IOrganizations Organizations,
    IAwsIdentity Identity,
    IEventHistory Events,
    IWatchedRepository Repository,
    IWatchStore Store,
    IWatchJobs Jobs,
    ImmutableDictionary<string, INotificationChannel> Channels
)
{
    /// <summary>The files that came to the trail at or after a moment; null for no trail.</summary>
    public Func<DateTimeOffset, ITrailSource>? Trail { get; init; }

    /// <summary>How far the clock of where the trail's files are kept is ahead of this machine's; null while it is not known.</summary>
    public Func<TimeSpan?> TrailAhead { get; init; } = () => null;

    /// <summary>Whom to tell of an account; null where its contacts are not told.</summary>
    public IAccountContacts? Contacts { get; init; }
}
