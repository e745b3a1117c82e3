using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>What names images in one account and Region.</summary>
/// <param name="Images">What EC2 says of these images.</param>
public sealed record ReadPlace(
    AccountId Account,
    RegionName Region,
    ImmutableArray<ImageUse> Uses,
    ImmutableArray<ImageFacts> Images
)
{
    /// <summary>Whether every call was answered.</summary>
    public bool IsWhole { get; init; } = true;
}
