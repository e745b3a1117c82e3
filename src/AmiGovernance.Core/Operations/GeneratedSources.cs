using System.Collections.Immutable;
using AmiGovernance.Core.Generation;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Core.Operations;

internal static class GeneratedSources
{
    public static ImmutableSortedDictionary<string, SourceText> ToImmutableSortedSources(
        this IEnumerable<GeneratedFile> files,
        string folder
    ) =>
        files.ToImmutableSortedDictionary(
            f => f.Path,
            f => new SourceText($"{folder}/{f.Path}", f.Bytes),
            StringComparer.Ordinal
        );
}
