using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Sandbox.World;

/// <summary>What an account set for itself in one Region; a declarative policy goes before it.</summary>
internal sealed record RegionSettings
{
    /// <summary>By name, the attributes of declarative policies that hold one state and that the account set.</summary>
    public ImmutableSortedDictionary<string, string> States { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    public AllowedImagesState AllowedImages { get; init; } = AllowedImagesState.Disabled;

    public ImmutableArray<ImageCriterion> Criteria { get; init; } = [];

    public string StateOf(StateAttribute attribute) => States.GetValueOrDefault(attribute.Name) ?? attribute.Unset;

    public RegionSettings With(StateAttribute attribute, string state) =>
        this with
        {
            States = States.SetItem(attribute.Name, state),
        };
}
