using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What a declarative policy lets through that another one, which also governs images, did not.</summary>
/// <param name="NewOwners">Providers that were not on the list.</param>
/// <param name="LooserOwners">Providers that were, and of which more images pass now.</param>
/// <param name="AnyOwner">Whether a criterion lets images of every owner pass that none let pass before.</param>
/// <param name="Lost">What the states of attributes no longer restrict.</param>
internal sealed record DeclarativeWeakening(
    ImmutableArray<string> NewOwners,
    ImmutableArray<string> LooserOwners,
    bool AnyOwner,
    ImmutableArray<string> Lost
)
{
    private const string Any = "";

    public static DeclarativeWeakening Between(DeclarativePolicy before, DeclarativePolicy after)
    {
        var old = Lists(before);
        var now = Lists(after);
        var owners = now.Select(list => list.Key)
            .Where(o => o != Any)
            .Order(StringComparer.Ordinal)
            .ToLookup(old.Contains);
        return new DeclarativeWeakening(
            [.. owners[false]],
            [.. owners[true].Where(owner => IsLooser(old[owner], now[owner]))],
            IsLooser(old[Any], now[Any]),
            [.. DeclarativeAttributes.WithState.SelectMany(a => a.Lost(before.StateOf(a), after.StateOf(a)))]
        );
    }

    /// <summary>What images of each provider must be besides; null where the provider alone decides.</summary>
    private static ILookup<string, ImageCriteria?> Lists(DeclarativePolicy policy) =>
        policy
            .Criteria.SelectMany(c =>
                (c.Providers.IsEmpty ? [Any] : c.Providers).Select(provider => (Provider: provider, c.Criteria))
            )
            .ToLookup(p => p.Provider, p => p.Criteria, StringComparer.Ordinal);

    /// <summary>Criteria are alternatives: one that no earlier one covers lets more images pass.</summary>
    private static bool IsLooser(IEnumerable<ImageCriteria?> before, IEnumerable<ImageCriteria?> after) =>
        after.Any(now => !before.Any(old => Covers(old, now)));

    /// <summary>Whether each image that fulfils the second fulfils the first. What cannot be told is taken for no.</summary>
    private static bool Covers(ImageCriteria? wide, ImageCriteria? narrow)
    {
        if (wide is null || narrow is null)
            return wide is null;
        return CoversValues(wide.ImageNames, narrow.ImageNames)
            && CoversValues(wide.MarketplaceProductCodes, narrow.MarketplaceProductCodes)
            && CoversValues(wide.Watermarks, narrow.Watermarks)
            && CoversDays(wide.MaximumDaysSinceCreated, narrow.MaximumDaysSinceCreated)
            && CoversDays(wide.MaximumDaysSinceDeprecated, narrow.MaximumDaysSinceDeprecated);
    }

    /// <summary>Values are alternatives; none at all means every image.</summary>
    private static bool CoversValues<T>(ImmutableArray<T> wide, ImmutableArray<T> narrow) =>
        wide.IsEmpty || (!narrow.IsEmpty && narrow.All(wide.Contains));

    private static bool CoversDays(int? wide, int? narrow) => wide is null || narrow <= wide;
}
