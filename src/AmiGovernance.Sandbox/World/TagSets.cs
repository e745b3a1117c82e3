using System.Collections.Immutable;

namespace AmiGovernance.Sandbox.World;

internal static class TagSets
{
    public static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary.Create<
        string,
        string
    >(StringComparer.Ordinal);

    /// <summary>A key that comes twice has its last value.</summary>
    public static ImmutableSortedDictionary<string, string> ToTags(
        this IEnumerable<KeyValuePair<string, string>> tags
    ) => None.SetItems(tags);
}
