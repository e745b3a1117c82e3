using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>How an organization is watched.</summary>
/// <param name="ConfigPath">The configuration's, in the repository.</param>
/// <param name="Holder">Names this process among others that watch the same organization.</param>
public sealed record WatchRequest(string ConfigPath, string Holder)
{
    /// <summary>Between two looks.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether what somebody else changed is put back.</summary>
    public bool Repairs { get; init; }

    /// <summary>Who is told; a channel with one recipient only names none.</summary>
    public ImmutableArray<Recipient> Recipients { get; init; } = [];

    /// <summary>Between two readings of the trail.</summary>
    public TimeSpan TrailInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a look waits for the reading of the trail that it begins, for there may be no other look.</summary>
    public bool WaitsForTrail { get; init; }

    public ImmutableArray<WatchJob> Jobs { get; init; } = WatchJob.All;

    /// <summary>How long the process that leads may be silent before another takes its place.</summary>
    public TimeSpan Lease => 2 * Interval + TimeSpan.FromSeconds(30);
}

/// <param name="Channel">Its name, such as `mail`.</param>
/// <param name="To">A mail address; empty where the channel has one recipient only.</param>
public sealed record Recipient(string Channel, string To);
