using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Authoring;

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
