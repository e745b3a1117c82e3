using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Diagnostics;

/// <summary>Collects findings; every function that reads user input takes one and goes on after a mistake.</summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> diagnostics = [];

    public bool HasErrors { get; private set; }

    public int Count => diagnostics.Count;

    public void Add(Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        HasErrors |= diagnostic.Severity == Severity.Error;
    }

    public void Report(
        DiagnosticDescriptor descriptor,
        SourceLocation location,
        string message,
        string? help = null,
        TextFix? fix = null,
        Severity? severity = null,
        params ReadOnlySpan<RelatedLocation> related
    ) =>
        Add(
            new Diagnostic(descriptor, severity ?? descriptor.Severity, Sanitize.Text(message), location)
            {
                Help = help is null ? null : Sanitize.Text(help),
                Fix = fix,
                Related = [.. related],
            }
        );

    public void AddRange(IEnumerable<Diagnostic> range)
    {
        foreach (var diagnostic in range)
            Add(diagnostic);
    }

    /// <summary>By file, place and code, so that the same input always gives the same output.</summary>
    public ImmutableArray<Diagnostic> ToSorted() =>
        [
            .. diagnostics
                .OrderBy(d => d.Location.Source.Path, StringComparer.Ordinal)
                .ThenBy(d => d.Location.Span.Start)
                .ThenBy(d => d.Code, StringComparer.Ordinal)
                .ThenBy(d => d.Message, StringComparer.Ordinal),
        ];
}
