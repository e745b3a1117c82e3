using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Sandbox.World;

/// <summary>What an account set for itself in one Region; a declarative policy goes before it.</summary>
internal sealed record RegionSettings
{
    /// <summary>AWS has it on for new accounts.</summary>
    public bool BlocksPublicAccess { get; init; } = true;

    public AllowedImagesState AllowedImages { get; init; } = AllowedImagesState.Disabled;

    public ImmutableArray<ImageCriterion> Criteria { get; init; } = [];
}
