using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Accounts that no document names, one for each way in which they match the patterns with wildcards that documents do have.
/// </summary>
internal sealed class UnnamedAccounts(GlobCache cache, ImmutableArray<string> asked)
{
    /// <summary>Whether a pattern tells accounts apart that no document names.</summary>
    public static bool TellsApart(BegunGlob glob) =>
        (glob.ByPlace || glob.Glob.HasWildcards) && glob.Glob.Pattern != "*";

    /// <summary>Stands where the first one is known as the owner of an image; an account id that AWS does not give out.</summary>
    public const string Another = "000000000002";

    /// <param name="named">Accounts that documents name.</param>
    /// <param name="first">The one that stands for its class.</param>
    public ImmutableArray<string> Of(IEnumerable<BegunGlob> globs, IEnumerable<string> named, string first)
    {
        var patterns = globs.Where(TellsApart).ToList();
        if (patterns.Count == 0)
            return [named.Contains(first, StringComparer.Ordinal) ? Another : first];
        var taken = named.Concat(asked).ToHashSet(StringComparer.Ordinal);
        var preferred = taken.Contains(first) ? Another : first;
        return [.. cache.Split(patterns, Language.Account, [preferred], taken).Select(c => c.Text)];
    }
}
