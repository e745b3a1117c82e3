using System.Collections.Immutable;
using System.Globalization;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Callers who match a pattern of one list, and none of another; null for a list that does not matter.</summary>
internal sealed record PrincipalRun(ImmutableSortedSet<string>? Within, ImmutableSortedSet<string>? Outside);

/// <summary>
/// The lists of principals that statements on an action have, each within the next. So a caller's level tells which of them it is in:
/// the number of the first one, or their count when it is in none.
/// </summary>
internal sealed class PrincipalLists
{
    private readonly ImmutableArray<ImmutableSortedSet<string>> lists;

    public PrincipalLists(IEnumerable<DenyStatement> denies)
    {
        lists =
        [
            .. denies
                .SelectMany(d => d.Conditions)
                .Where(c => c.Key == Atom.PrincipalArn)
                .Select(c => ClassValues.Of(c.Values))
                .DistinctBy(list => list.Key)
                .Select(list => list.Listed)
                .OrderBy(list => list.Count),
        ];
        IsChain = lists.Zip(lists.Skip(1)).All(pair => pair.First.IsSubsetOf(pair.Second));
    }

    /// <summary>False where lists overlap, so that no level tells which of them a caller is in.</summary>
    public bool IsChain { get; }

    /// <summary>The levels that callers of the class have; several where its answer did not depend on some lists.</summary>
    public ClassValues LevelsOf(PrincipalClass? caller)
    {
        var first = 0;
        for (var level = 0; level < lists.Length && caller is not null; level++)
        {
            if (!lists[level].IsSubsetOf(caller.LivePatterns))
                continue;
            if (caller.MatchedPatterns.Any(lists[level].Contains))
                return Levels(first, level);
            first = level + 1;
        }
        return Levels(first, lists.Length);
    }

    /// <summary>The callers of levels that follow each other: in the list of the last one, and not in the one before the first.</summary>
    public IEnumerable<PrincipalRun> Runs(ClassValues levels)
    {
        var first = 0;
        for (var level = 0; level <= lists.Length; level++)
        {
            if (!levels.Contains(Text(level)))
                first = level + 1;
            else if (!levels.Contains(Text(level + 1)))
                yield return new PrincipalRun(lists.ElementAtOrDefault(level), lists.ElementAtOrDefault(first - 1));
        }
    }

    private static ClassValues Levels(int first, int last) =>
        ClassValues.Of(Enumerable.Range(first, last - first + 1).Select(Text));

    private static string Text(int level) => level.ToString(CultureInfo.InvariantCulture);
}
