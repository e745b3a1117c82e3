using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>An image as an account sees it in one Region: its own, or one that somebody shares with it.</summary>
/// <param name="Account">Where it was read.</param>
public sealed record InventoriedImage(AccountId Account, RegionName Region, ImageId ImageId)
{
    public ImagePlace Place => new(Account, Region, ImageId);

    public required AccountId Owner { get; init; }

    /// <summary>`amazon`, `aws-marketplace`, `aws-backup-vault`; null for most.</summary>
    public string? OwnerAlias { get; init; }

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>As EC2 spells it: `available`, `disabled`, `pending`, `failed`, …</summary>
    public string State { get; init; } = "available";

    /// <summary>As EC2 spells it: `x86_64`, `arm64`, `i386`, `x86_64_mac`, `arm64_mac`; null when it was not read.</summary>
    public string? Architecture { get; init; }

    public bool IsPublic { get; init; }

    public DateTimeOffset? CreationDate { get; init; }

    public DateTimeOffset? DeprecationTime { get; init; }

    /// <summary>EC2 reports it with a delay of up to 24 hours; null when never, or when it was before April 2017.</summary>
    public DateTimeOffset? LastLaunchedTime { get; init; }

    /// <summary>Of the EBS volumes in its block device mapping.</summary>
    public ImmutableArray<string> Snapshots { get; init; } = [];

    /// <summary>Whether all these snapshots are encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Of the snapshots, those that everyone can restore.</summary>
    public ImmutableArray<string> PublicSnapshots { get; init; } = [];

    /// <summary>Text as EC2 has it: no call is made with it.</summary>
    public string? SourceImageId { get; init; }

    public string? SourceInstanceId { get; init; }

    /// <summary>Sorted; null when they were not read: nothing is known then but <see cref="IsPublic"/>.</summary>
    public ImmutableArray<LaunchPermission>? LaunchPermissions { get; init; }

    public bool IsOwn => Owner == Account;

    /// <summary>
    /// EC2 API reference, DisableImage: a disabled image is private and has lost its launch permissions. One that is not ready was
    /// never shared.
    /// </summary>
    public bool CanBeShared => IsOwn && State == "available";
}
