using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>The principals that statements spare, by what the configuration calls them.</summary>
internal sealed record AdoptedPrincipals(
    ImmutableArray<string> BreakGlass,
    ImmutableArray<string> CreationRoles,
    ImmutableArray<string> RestoreRoles
);

/// <summary>
/// Whoever is spared by every statement is a break-glass principal; whoever is spared by one alone has a role for that. Nobody is spared
/// more than before.
/// </summary>
internal static class DerivePrincipals
{
    public static AdoptedPrincipals Of(ScpFacts facts, List<NotCarried> notCarried)
    {
        var spared = facts.Told.ToDictionary(t => t.Key, t => Readable(t.Value, notCarried));
        ImmutableArray<string> everywhere = spared.Keys.All(p => p == Purpose.Creation)
            ? []
            : [.. spared.Values.Aggregate((one, other) => one.Intersect(other))];
        foreach (var (purpose, told) in facts.Told)
            if (purpose is not (Purpose.Creation or Purpose.Launch))
                Report(told, spared[purpose].Except(everywhere), notCarried);
        var restoring = Rest(spared, Purpose.Launch, everywhere);
        if (!restoring.IsEmpty && !facts.Denies(Purpose.Restore) && facts.Launch is { } launch)
            notCarried.Add(
                NotCarried.Of(
                    launch.Policy,
                    launch.Parts.Pointer,
                    $"spares principals {StatementWords.List(restoring)}",
                    "they launch images on the list and of their own account only (`restore_roles`)"
                )
            );
        return new AdoptedPrincipals(Sorted(everywhere), Rest(spared, Purpose.Creation, everywhere), restoring);
    }

    private static ImmutableArray<string> Rest(
        Dictionary<Purpose, ImmutableHashSet<string>> spared,
        Purpose purpose,
        ImmutableArray<string> everywhere
    ) => spared.TryGetValue(purpose, out var found) ? Sorted(found.Except(everywhere)) : [];

    private static ImmutableArray<string> Sorted(IEnumerable<string> arns) => [.. arns.Order(StringComparer.Ordinal)];

    private static ImmutableHashSet<string> Readable(Told told, List<NotCarried> notCarried)
    {
        var all = told.Parts.Principals.ToImmutableHashSet(StringComparer.Ordinal);
        var readable = all.Where(PrincipalArn.IsValid).ToImmutableHashSet(StringComparer.Ordinal);
        Report(told, all.Except(readable), notCarried);
        return readable;
    }

    private static void Report(Told told, ImmutableHashSet<string> arns, List<NotCarried> notCarried)
    {
        if (arns.IsEmpty)
            return;
        var entry = NotCarried.Of(
            told.Policy,
            told.Parts.Pointer,
            $"spares principals {StatementWords.List(Sorted(arns))}",
            "ours does not spare them"
        );
        if (!notCarried.Contains(entry))
            notCarried.Add(entry);
    }
}
