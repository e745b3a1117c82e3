using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>Declarative policies held against each other, for people.</summary>
internal static class DeclarativeComparison
{
    public static string Describe(DeclarativePolicy policy)
    {
        var state = policy.State?.Name() ?? "no state";
        var providers = Plural.Of(Providers(policy).Count, "provider");
        var restricted = DeclarativeAttributes.WithState.Where(policy.Restricts).Select(a => $", {a.Subject} blocked");
        return $"{state}, {providers}{string.Concat(restricted)}";
    }

    public static ImmutableSortedSet<string> Providers(DeclarativePolicy policy) =>
        policy.Criteria.SelectMany(c => c.Providers).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>What of the wanted policy the found one does not do; empty when nothing differs.</summary>
    public static string Difference(DeclarativePolicy wanted, DeclarativePolicy found) =>
        string.Join("; ", AllowedImages(wanted, found).Concat(States(wanted, found)));

    private static IEnumerable<string> AllowedImages(DeclarativePolicy wanted, DeclarativePolicy found)
    {
        var missing = Providers(wanted).Except(Providers(found));
        var extra = Providers(found).Except(Providers(wanted));
        if (wanted.State != found.State)
            yield return $"the state is {found.State?.Name() ?? "not set"} instead of {wanted.State?.Name()}";
        if (!missing.IsEmpty)
            yield return $"not allowed: {string.Join(", ", missing)}";
        if (!extra.IsEmpty)
            yield return $"allowed beyond the configuration: {string.Join(", ", extra)}";

        var sameOtherwise = wanted.State == found.State && missing.IsEmpty && extra.IsEmpty;
        if (sameOtherwise && !Criteria(wanted).SetEquals(Criteria(found)))
            yield return "the criteria differ";
    }

    private static HashSet<string> Criteria(DeclarativePolicy policy) =>
        [.. policy.Criteria.SelectMany(c => c.Providers.Select(p => $"{p} {c.Criteria?.GroupKey}"))];

    private static IEnumerable<string> States(DeclarativePolicy wanted, DeclarativePolicy found) =>
        DeclarativeAttributes
            .WithState.Where(a => !a.Lost(wanted.StateOf(a), found.StateOf(a)).IsEmpty)
            .Select(a => $"`{a.Name}` is {found.StateOf(a) ?? "not set"} instead of {wanted.StateOf(a)}");
}
