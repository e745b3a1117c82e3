using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

public sealed record SandboxInstance(
    string Id,
    Place Place,
    ImageId ImageId,
    string InstanceType,
    DateTimeOffset LaunchTime
)
{
    public const string Running = "running";
    public const string Terminated = "terminated";

    internal static readonly string[] States = [Running, "stopped", Terminated];

    public AccountId Account => Place.Account;

    public RegionName Region => Place.Region;

    /// <summary>`running`, `stopped`, `terminated`.</summary>
    public string State { get; init; } = Running;

    /// <summary>The launch that it came from, when others of the same launch have the name of the first.</summary>
    internal string? Reservation { get; init; }

    /// <summary>Instances of one launch have one.</summary>
    internal string ReservationId => Reservation ?? $"r-{Id[2..]}";

    internal string? ClientToken { get; init; }

    internal bool IsTerminated => State == Terminated;

    internal ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSets.None;

    /// <summary>What the image was when it was launched: metadata outlives the image.</summary>
    public SandboxImage? Image { get; init; }

    /// <summary>AWS names the zones of a Region by letters; the sandbox has the first.</summary>
    internal string AvailabilityZone => $"{Region}a";
}
