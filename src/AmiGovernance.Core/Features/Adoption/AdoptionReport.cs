using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>What policies of others say of images, and the configuration that says the same.</summary>
/// <param name="Found">The policies that govern images.</param>
/// <param name="Configuration">`config/ami_publishers.json` as it is proposed.</param>
/// <param name="Difference">From the meaning of the policies that are there to that of ours.</param>
public sealed record AdoptionReport(
    ImmutableArray<FoundPolicy> Found,
    ReadOnlyMemory<byte> Configuration,
    MeaningDifference Difference
)
{
    public required AllowedImagesState Mode { get; init; }

    /// <summary>
    /// Whether ours begins in audit mode beside a policy that blocks launches, and is compared as it will be once enforced.
    /// </summary>
    public bool StartsInAudit { get; init; }

    public required LayerVerdict Declarative { get; init; }

    public required LayerVerdict Scp { get; init; }

    public ImmutableArray<NotCarried> NotCarried { get; init; } = [];

    /// <summary>What ours adds, in sentences.</summary>
    public ImmutableArray<string> Added { get; init; } = [];

    /// <summary>What a person must know or decide, in sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Who deploys afterwards.</summary>
    public Carrier Carrier { get; init; } = Carrier.Amigov;

    /// <summary>Whether every policy that governs images could be read.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Whether nothing differs, in what the policies say and in where they stand.</summary>
    public bool IsSame =>
        Difference.IsEmpty && Declarative is not LayerVerdict.BlocksMore && Scp is not LayerVerdict.BlocksMore;

    public bool Replaces => Found.Any(p => p.Fate == PolicyFate.Replaced);
}
