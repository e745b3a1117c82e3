using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

/// <summary>A resource that a recorded call is about, as LookupEvents shows it.</summary>
/// <param name="Type">As AWS Config names it.</param>
internal readonly record struct RecordedResource(string Type, string Name);

/// <summary>One recorded call.</summary>
internal sealed record TrailEvent
{
    public required string EventId { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Where CloudTrail has it on record.</summary>
    public required Place Place { get; init; }

    public AccountId Account => Place.Account;

    public RegionName Region => Place.Region;

    /// <summary>Such as `ec2.amazonaws.com`.</summary>
    public required string Service { get; init; }

    public required string Operation { get; init; }

    public required bool ReadOnly { get; init; }

    public required string Username { get; init; }

    public required string AccessKey { get; init; }

    /// <summary>What the call is about, by type and name.</summary>
    public IReadOnlyList<RecordedResource> Resources { get; init; } = [];

    /// <summary>As CloudTrail writes it: JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Record { get; init; }
}
