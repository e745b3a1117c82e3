using System.Collections.Immutable;

namespace AmiGovernance.Core.Base.Diagnostics;

/// <summary>What a list lacks, by the errors of reading it: "not read" is never "nothing there".</summary>
public static class UnreadFiles
{
    /// <summary>The paths of files that could not be read, or not whole.</summary>
    public static ImmutableArray<string> Of(IEnumerable<Diagnostic> findings) =>
        [
            .. findings
                .Where(f => f.Severity == Severity.Error)
                .Select(f => f.Location.Source.Path)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
}
