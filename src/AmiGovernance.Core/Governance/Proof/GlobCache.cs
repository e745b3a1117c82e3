using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Remembers splits: the same patterns meet the same language again and again.</summary>
internal sealed class GlobCache
{
    private readonly Dictionary<string, ImmutableArray<GlobClass>> known = new(StringComparer.Ordinal);

    /// <summary>Whether some patterns could be matched in too many ways to look at all.</summary>
    public bool IsTooMuch { get; private set; }

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
        if (known.TryGetValue(key, out var classes) && (taken is null || !classes.Any(c => taken.Contains(c.Text))))
            return classes;
        var texts = preferred.ToList();
        var split = GlobClasses.Split(distinct, language, texts, taken);
        IsTooMuch |= split is null;
        return known[key] = split ?? [.. texts.Select(t => new GlobClass(t, t))];
    }
}
