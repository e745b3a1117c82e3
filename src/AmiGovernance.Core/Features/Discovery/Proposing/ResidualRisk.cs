using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>What an entry of an allow list lets in beside what is used.</summary>
/// <param name="LetsIn">One sentence without a period.</param>
/// <param name="UsedImages">Different images of the owner that are used.</param>
/// <param name="OwnerAccounts">Accounts whose images were seen behind the entry.</param>
/// <param name="Accounts">Of the organization, that may launch what it lets in; null for all.</param>
public sealed record ResidualRisk(string LetsIn, long UsedImages, long OwnerAccounts, long? Accounts)
{
    /// <summary>Images of the owner in the inventory; null where there is no inventory, or it knows none.</summary>
    public long? InventoriedImages { get; init; }

    /// <summary>Criteria that would let in less, the one with the least loss first.</summary>
    public ImmutableArray<NarrowerCriteria> Alternatives { get; init; } = [];
}

/// <summary>Criteria for an entry, and what they would do to the images that are used. Only the declarative policy holds them.</summary>
/// <param name="Key">As the configuration calls it in `image_criteria`.</param>
/// <param name="Values">Name patterns, days, watermark keys or product codes.</param>
/// <param name="Covers">Of the used images, those that fulfil it.</param>
/// <param name="Of">The used images of which it is known whether they do.</param>
public sealed record NarrowerCriteria(string Key, ImmutableArray<string> Values, long Covers, long Of);
