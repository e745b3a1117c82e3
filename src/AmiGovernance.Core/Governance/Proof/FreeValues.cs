using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>The values of a key, one for each way in which it can stand to the conditions on it.</summary>
internal static class FreeValues
{
    /// <summary>Of more classes of values not all sets are looked at.</summary>
    private const int MostMembers = 6;

    private static readonly string[] Readable = ["other", "x", "true", "false", "1", "y"];

    /// <summary>
    /// Null where the conditions read the key in several ways, or by patterns that match in too many.
    /// A value that is easy to give comes first, none at all last.
    /// </summary>
    public static IEnumerable<ImmutableArray<string>>? Of(IReadOnlyList<FreeAtom> atoms, GlobCache cache)
    {
        var free = atoms[0].Free;
        var kinds = atoms.Select(a => a.Kind).Where(k => k != FreeKind.Presence).Distinct().ToList();
        if (kinds.Count > 1)
            return null;
        var kind = kinds.Count == 0 ? FreeKind.Presence : kinds[0];
        var givenUp = cache.GivenUp;
        if (Single(atoms, kind, cache) is not { } values || cache.GivenUp != givenUp)
            return null;
        if (free.IsList && values.Count > MostMembers)
            return null;
        var sets = free.IsList ? Sets(values) : values.Select(v => ImmutableArray.Create(v));
        return free.IsAlwaysThere ? sets : sets.Append([]);
    }

    private static List<string>? Single(IReadOnlyList<FreeAtom> atoms, FreeKind kind, GlobCache cache)
    {
        var free = atoms[0].Free;
        if (free.IsTruth)
            return free.IsNeverTrue ? ["false"] : ["true", "false"];
        var values = atoms.SelectMany(a => a.Values.Values).Distinct(StringComparer.Ordinal).ToList();
        return kind switch
        {
            FreeKind.Presence => ["other"],
            FreeKind.Text => Texts(atoms, cache),
            FreeKind.Number => Numbers(values),
            FreeKind.Date => Dates(values),
            _ => Addresses.Of(values),
        };
    }

    private static List<string> Texts(IReadOnlyList<FreeAtom> atoms, GlobCache cache)
    {
        var globs = atoms.SelectMany(a => a.Globs).Distinct().ToList();
        var alike = globs.Select(g => g.Pattern.Replace('*', 'x').Replace('?', 'x'));
        return
        [
            .. cache
                .Split(globs.Select(BegunGlob.Of), Language.Text, [.. Readable, .. alike])
                .Select(c => c.Text)
                .OrderBy(t => t.Length == 0 ? 1 : 0),
        ];
    }

    /// <summary>Numbers of requests are whole and not below zero: sizes, ports, ages.</summary>
    private static List<string>? Numbers(List<string> values)
    {
        var numbers = new SortedSet<long>();
        foreach (var value in values)
        {
            if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            numbers.UnionWith([number - 1, number, number + 1]);
        }
        return [.. numbers.Where(n => n >= 0).Select(n => n.ToString(CultureInfo.InvariantCulture))];
    }

    private static List<string>? Dates(List<string> values)
    {
        var dates = new SortedSet<DateTimeOffset>();
        foreach (var value in values)
        {
            if (!ValueOperator.TryDate(value, out var date))
                return null;
            dates.UnionWith([date.SecondBefore(), date, date.SecondAfter()]);
        }
        return [.. dates.Select(RequestSpace.Text)];
    }

    /// <summary>Every choice of values that is not empty, small ones first.</summary>
    private static IEnumerable<ImmutableArray<string>> Sets(List<string> values) =>
        Enumerable
            .Range(1, (1 << values.Count) - 1)
            .OrderBy(set => int.PopCount(set))
            .Select(set => values.Where((_, i) => (set & (1 << i)) != 0).ToImmutableArray());
}
