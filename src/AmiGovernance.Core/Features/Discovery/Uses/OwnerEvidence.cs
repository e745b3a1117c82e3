using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Discovery.Uses;

/// <summary>What is known of the use of one owner's images: one that an allow list names as one.</summary>
/// <param name="Owner">As `ec2:Owner` has it; the name of the service for images of managed services.</param>
internal sealed record OwnerEvidence(string Owner)
{
    /// <summary>Null when the images carry none.</summary>
    public OwnerAlias? Alias { get; init; }

    /// <summary>False when only a table that nobody verified gives the images their alias.</summary>
    public bool AliasIsSure { get; init; } = true;

    /// <summary>The managed service whose images these are, as the configuration calls it; null for most.</summary>
    public string? Service { get; init; }

    /// <summary>The accounts that own the images: several behind an alias or a service. Sorted.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>By account.</summary>
    public ImmutableArray<AccountUse> Users { get; init; } = [];

    /// <summary>The most used first; see <see cref="OwnerTally.MostImages"/>.</summary>
    public ImmutableArray<UsedImage> Images { get; init; } = [];

    /// <summary>Services that launched the images on somebody's behalf.</summary>
    public ImmutableArray<string> LaunchedBy { get; init; } = [];

    /// <summary>Of the images, sorted; only as far as EC2 told them.</summary>
    public ImmutableArray<string> ProductCodes { get; init; } = [];

    /// <summary>The watermark keys of the images, sorted.</summary>
    public ImmutableArray<string> Watermarks { get; init; } = [];

    /// <summary>How many of the images carry a watermark.</summary>
    public long Watermarked { get; init; }

    public AccountUse Total => AccountUse.Sum(Users);

    /// <summary>Those that need the images, or did in the period.</summary>
    public IEnumerable<AccountUse> Needing => Users.Where(u => u.IsUsed);
}
