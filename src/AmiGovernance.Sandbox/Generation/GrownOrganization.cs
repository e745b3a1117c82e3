using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>An organization that runs and that nobody governs yet, with the truth about whose images it uses.</summary>
/// <param name="Owners">In the order of owners.</param>
/// <param name="Gone">Images that were launched and deregistered since.</param>
public sealed record GrownOrganization(
    SandboxWorld World,
    ImmutableArray<GrownOwner> Owners,
    ImmutableArray<ImageId> Gone
);

/// <summary>What is true of one owner of images.</summary>
/// <param name="Owner">As `ec2:Owner` has it.</param>
/// <param name="Users">The accounts that launched from its images in the recorded period.</param>
/// <param name="Launches">That were recorded.</param>
/// <param name="Last">The day of the last launch.</param>
public sealed record GrownOwner(
    string Owner,
    OwnerRole Role,
    ImmutableSortedSet<AccountId> Users,
    long Launches,
    DateOnly Last
);

/// <summary>What an owner of images is to the organization.</summary>
public enum OwnerRole
{
    /// <summary>An account of the organization that builds images for others.</summary>
    Team,

    /// <summary>An account of the organization that builds images for itself.</summary>
    SelfBuilt,

    /// <summary>A publisher whose images carry an owner alias.</summary>
    Alias,

    /// <summary>A publisher in the table of known publishers, without an alias.</summary>
    KnownPublisher,

    /// <summary>A vendor in the table of known accounts.</summary>
    Vendor,

    /// <summary>Accounts from whose images an AWS service launches.</summary>
    ManagedService,

    /// <summary>Nobody knows it, and somebody launches its images until today.</summary>
    Stranger,

    /// <summary>Nobody knows it, and nobody has launched its images for weeks.</summary>
    FormerStranger,

    /// <summary>Nobody knows it, and its images are named like a known publisher's.</summary>
    LookAlike,
}
