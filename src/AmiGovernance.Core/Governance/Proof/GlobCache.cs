using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Remembers splits: the same patterns meet the same language again and again.</summary>
internal sealed class GlobCache
{
    private readonly Dictionary<string, ImmutableArray<GlobClass>> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> tooMany = new(StringComparer.Ordinal);

    /// <summary>How often it was asked for a split that has too many ways to look at all. Whoever asks must look at it.</summary>
    public int GivenUp { get; private set; }

    /// <summary>As <see cref="GlobClasses.Split"/>; only the preferred texts when there are too many ways.</summary>
    public ImmutableArray<GlobClass> Split(
        IEnumerable<BegunGlob> globs,
        Language language,
        IEnumerable<string> preferred,
        IReadOnlySet<string>? taken = null
    )
    {
        ImmutableArray<BegunGlob> distinct = [.. globs.DistinctBy(g => g.Key, StringComparer.Ordinal)];
        var key = $"{language.Name}\n{string.Join('\n', distinct.Select(g => g.Key))}";
        if (tooMany.Contains(key))
        {
            GivenUp++;
            return Only(preferred);
        }
        if (known.TryGetValue(key, out var classes) && (taken is null || !classes.Any(c => taken.Contains(c.Text))))
            return classes;
        if (GlobClasses.Split(distinct, language, preferred, taken) is { } split)
            return known[key] = split;
        tooMany.Add(key);
        GivenUp++;
        return Only(preferred);
    }

    private static ImmutableArray<GlobClass> Only(IEnumerable<string> texts) =>
        [.. texts.Select(t => new GlobClass(t, t))];
}
