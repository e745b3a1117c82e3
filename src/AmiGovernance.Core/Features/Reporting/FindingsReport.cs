using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Reporting;

/// <summary>The outcome of a command that finds things; every output format is written from it.</summary>
/// <param name="Command">As typed, such as `validate`.</param>
/// <param name="All">Sorted by file, place and code.</param>
public sealed record FindingsReport(string Command, DateOnly AsOf, ImmutableArray<Diagnostic> All)
{
    /// <summary>Those that are listed; what stands for the others comes last.</summary>
    public ImmutableArray<Diagnostic> Findings { get; } = OmittedFindings.Cut(All);

    /// <summary>Beside the findings something could not be read or is not known, so that nothing found is no good news.</summary>
    public bool IsIncomplete { get; init; }

    public bool Passed => Errors == 0;

    public int Errors => Of(Severity.Error);

    public int Warnings => Of(Severity.Warning);

    public int Notes => Of(Severity.Note);

    /// <summary>How many are counted above and not listed.</summary>
    public int Omitted => Findings.Where(f => f.Descriptor == OmittedFindings.More).Sum(f => f.Count);

    private int Of(Severity severity) => Findings.Where(f => f.Severity == severity).Sum(f => f.Count);
}
