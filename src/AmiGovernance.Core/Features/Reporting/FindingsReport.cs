using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Reporting;

/// <summary>The outcome of a command that finds things; every output format is written from it.</summary>
/// <param name="Command">As typed, such as `validate`.</param>
/// <param name="Findings">Sorted by file, place and code.</param>
public sealed record FindingsReport(string Command, DateOnly AsOf, ImmutableArray<Diagnostic> Findings)
{
    public bool Passed => Errors == 0;

    public int Errors => Findings.Count(f => f.Severity == Severity.Error);

    public int Warnings => Findings.Count(f => f.Severity == Severity.Warning);

    public int Notes => Findings.Count(f => f.Severity == Severity.Note);
}
