using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>What names images in one account and Region.</summary>
/// <param name="Images">What EC2 says of these images.</param>
/// <param name="Gaps">What could not be read; each once.</param>
internal sealed record PlaceUses(
    ImmutableArray<ImageUse> Uses,
    ImmutableArray<ImageFacts> Images,
    ImmutableArray<ImpactGap> Gaps
)
{
    /// <summary>A place that told nothing but refusals was not read.</summary>
    public bool HasAnswer => Gaps.IsEmpty || !Uses.IsEmpty || !Images.IsEmpty;
}
