using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>The part of an EC2 declarative policy (`DECLARATIVE_POLICY_EC2`) that governs images.</summary>
public sealed record DeclarativePolicy
{
    /// <summary>Null when the policy says nothing about allowed images.</summary>
    public AllowedImagesState? State { get; init; }

    /// <summary>`criteria_1` and on, in this order; an image that fulfils one of them is allowed.</summary>
    public ImmutableArray<ImageCriterion> Criteria { get; init; } = [];

    /// <summary>By name, of each attribute that holds one state and that the policy sets.</summary>
    public ImmutableSortedDictionary<string, string> States { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>One message for all EC2 attributes of the policy.</summary>
    public string? ExceptionMessage { get; init; }

    /// <summary>
    /// EC2 attributes of an effective policy that nothing here knows: AWS adds some now and then, and none of them changes
    /// what the policy says of images.
    /// </summary>
    public ImmutableArray<string> PassedOver { get; init; } = [];

    /// <summary>Null when the policy says nothing of it.</summary>
    public string? StateOf(StateAttribute attribute) => States.GetValueOrDefault(attribute.Name);

    public bool Restricts(StateAttribute attribute) => attribute.Restricts(StateOf(attribute));

    /// <param name="state">Null for a policy that says nothing of it.</param>
    public DeclarativePolicy With(StateAttribute attribute, string? state) =>
        this with
        {
            States = state is null ? States.Remove(attribute.Name) : States.SetItem(attribute.Name, state),
        };
}

/// <summary>One criterion: an image must be of one of the providers and fulfil the criteria, if there are any.</summary>
/// <param name="Providers">Account ids and aliases (`amazon`, `aws_marketplace`, `aws_backup_vault`); empty means any provider.</param>
/// <param name="Criteria">Null when the provider alone decides.</param>
public sealed record ImageCriterion(ImmutableArray<string> Providers, ImageCriteria? Criteria)
{
    /// <summary>The number in the name of a criterion that was read, such as 3 for `criteria_3`; 0 for one that was generated.</summary>
    public int Number { get; init; }
}
