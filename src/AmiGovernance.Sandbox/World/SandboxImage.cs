using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Sandbox.World;

public sealed record SandboxImage(
    ImageId Id,
    RegionName Region,
    AccountId OwnerId,
    string Name,
    DateTimeOffset CreationDate
)
{
    internal const string Available = "available";
    internal const string Disabled = "disabled";

    internal static readonly string[] States = [Available, "pending", "failed", Disabled];

    internal const string DefaultArchitecture = "x86_64";

    /// <summary>As the EC2 API spells it: `amazon`, `aws-marketplace`, `aws-backup-vault`; null when the image has none.</summary>
    internal string? OwnerAlias { get; init; }

    internal string Description { get; init; } = "";

    /// <summary>`available`, `pending`, `failed`, `disabled`.</summary>
    internal string State { get; init; } = Available;

    internal string Architecture { get; init; } = DefaultArchitecture;

    internal ImagePlatform Platform { get; init; } = ImagePlatform.Linux;

    internal DateTimeOffset? DeprecationTime { get; init; }

    internal DateTimeOffset? LastLaunched { get; init; }

    internal ImmutableArray<LaunchPermission> LaunchPermissions { get; init; } = [];

    internal ImageId? SourceImageId { get; init; }

    internal RegionName? SourceImageRegion { get; init; }

    internal string? SourceInstanceId { get; init; }

    internal bool Encrypted { get; init; } = true;

    internal bool DeregistrationProtection { get; init; }

    internal ImmutableArray<string> ProductCodes { get; init; } = [];

    internal ImmutableArray<WatermarkFacts> Watermarks { get; init; } = [];

    internal ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSets.None;

    /// <summary>Whether everyone can restore the snapshot.</summary>
    internal bool PublicSnapshot { get; init; }

    internal ImmutableSortedDictionary<string, string> SnapshotTags { get; init; } = TagSets.None;

    /// <summary>Whether nothing but the snapshot is left: it stays where an image is deregistered.</summary>
    internal bool IsDeregistered { get; init; }

    /// <summary>Each image of the sandbox has one snapshot.</summary>
    internal string SnapshotId => $"snap-{Id.Value[4..]}";

    public bool IsPublic => LaunchPermissions.Contains(LaunchPermission.Public);

    internal Place Home => new(OwnerId, Region);

    internal ImageFacts Facts =>
        new(OwnerId.Value, OwnerAlias)
        {
            ImageId = Id.Value,
            Name = Name,
            IsPublic = IsPublic,
            CreationDate = CreationDate,
            DeprecationTime = DeprecationTime,
            DeprecationKnown = true,
            ProductCodes = ProductCodes,
            Watermarks = Watermarks,
        };
}
