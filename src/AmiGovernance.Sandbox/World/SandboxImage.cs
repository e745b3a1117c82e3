using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.World;

/// <summary>Who may launch an image: `all`, an account, or an ARN of an organization or organizational unit.</summary>
/// <param name="Kind">As the EC2 API names it: `group`, `userId`, `organizationArn`, `organizationalUnitArn`.</param>
public readonly record struct LaunchPermission(string Kind, string Value)
{
    public static readonly LaunchPermission Public = new("group", "all");

    public static LaunchPermission Account(string id) => new("userId", id);

    /// <summary>The kind can be told from the value.</summary>
    public static LaunchPermission Parse(string text) =>
        text == "all" ? Public
        : text.Contains(":ou/", StringComparison.Ordinal) ? new LaunchPermission("organizationalUnitArn", text)
        : text.StartsWith("arn:", StringComparison.Ordinal) ? new LaunchPermission("organizationArn", text)
        : Account(text);
}

public sealed record SandboxImage(string Id, string Region, string OwnerId, string Name, DateTimeOffset CreationDate)
{
    /// <summary>As the EC2 API spells it: `amazon`, `aws-marketplace`, `aws-backup-vault`; null when the image has none.</summary>
    public string? OwnerAlias { get; init; }

    public string Description { get; init; } = "";

    /// <summary>`available`, `pending`, `failed`, `disabled`.</summary>
    public string State { get; init; } = "available";

    public string Architecture { get; init; } = "x86_64";

    public DateTimeOffset? DeprecationTime { get; init; }

    public DateTimeOffset? LastLaunched { get; init; }

    public ImmutableArray<LaunchPermission> LaunchPermissions { get; init; } = [];

    public string? SourceImageId { get; init; }

    public string? SourceImageRegion { get; init; }

    public string? SourceInstanceId { get; init; }

    public bool Encrypted { get; init; } = true;

    public bool DeregistrationProtection { get; init; }

    public ImmutableArray<string> ProductCodes { get; init; } = [];

    public ImmutableArray<WatermarkFacts> Watermarks { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSets.None;

    /// <summary>Whether everyone can restore the snapshot.</summary>
    public bool PublicSnapshot { get; init; }

    /// <summary>Each image of the sandbox has one snapshot.</summary>
    public string SnapshotId => $"snap-{Id[4..]}";

    public bool IsPublic => LaunchPermissions.Contains(LaunchPermission.Public);

    public ImageFacts Facts =>
        new(OwnerId, OwnerAlias)
        {
            ImageId = Id,
            Name = Name,
            IsPublic = IsPublic,
            CreationDate = CreationDate,
            DeprecationTime = DeprecationTime,
            DeprecationKnown = true,
            ProductCodes = ProductCodes,
            Watermarks = Watermarks,
        };
}
