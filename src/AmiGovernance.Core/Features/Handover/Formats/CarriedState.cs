using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>All that a carrier's files are made from.</summary>
/// <param name="Policies">Declarative ones first: a launch is never denied by one layer before the other has the list.</param>
internal sealed record CarriedState(
    ImmutableArray<CarriedPolicy> Policies,
    ImmutableSortedDictionary<string, string> Tags,
    ImmutableArray<RenderDate> RenderAgain,
    Partition Partition
)
{
    public bool Has(EarlierPolicy earlier) => Find(earlier) is not null;

    public CarriedPolicy? Find(EarlierPolicy earlier) =>
        Policies.FirstOrDefault(p => p.Policy.Type == earlier.Type && p.Policy.Name == earlier.Name);

    /// <summary>Of all policies.</summary>
    public IEnumerable<CarriedTarget> Targets => Policies.SelectMany(p => p.Targets);

    /// <summary>The account in which a stack makes the policies; null where it is not known.</summary>
    public AccountId? Account { get; init; }

    /// <summary>Said in every file that has comments.</summary>
    public required string Source { get; init; }
}
