using System.Collections.Immutable;
using AmiGovernance.Core.Features.Discovery.Uses;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>An owner of images that the organization uses, and what is proposed for it.</summary>
/// <param name="Owner">As `ec2:Owner` has it; the name of the service for images of managed services.</param>
/// <param name="Kind">What that is.</param>
/// <param name="Who">Who it is, for people.</param>
/// <param name="Proposal">What to do about it.</param>
/// <param name="Confidence">How surely that is right.</param>
/// <param name="Why">Why this is proposed: one sentence without a period.</param>
public sealed record OwnerProposal(
    string Owner,
    OwnerKind Kind,
    string Who,
    ProposalKind Proposal,
    Confidence Confidence,
    string Why
)
{
    /// <summary>The well-known images for which its images could be taken; null for most.</summary>
    public string? NameConfusion { get; init; }

    /// <summary>Of an exception: the first day (UTC) without it.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Of an exception: the accounts that may launch the images; empty for every account of the organization.</summary>
    public ImmutableArray<string> UsableBy { get; init; } = [];

    /// <summary>Asks for the exception; empty for everything else.</summary>
    public string Command { get; init; } = "";

    /// <summary>The accounts that own the images: several behind an alias or a service.</summary>
    public ImmutableArray<string> OwnerAccounts { get; init; } = [];

    /// <summary>All accounts together.</summary>
    public required AccountUse Use { get; init; }

    /// <summary>The accounts that use the images, by id.</summary>
    public ImmutableArray<AccountUse> UsedBy { get; init; } = [];

    /// <summary>Services that launched the images on somebody's behalf.</summary>
    public ImmutableArray<string> LaunchedBy { get; init; } = [];

    /// <summary>How many there are; <see cref="Examples"/> are some of them.</summary>
    public long Images { get; init; }

    /// <summary>The most used first; of a name confusion, the images that mislead.</summary>
    public ImmutableArray<UsedImage> Examples { get; init; } = [];
}
