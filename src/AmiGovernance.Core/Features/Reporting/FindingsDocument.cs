using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Reporting;

/// <summary>Findings, of any command that finds things.</summary>
/// <param name="Command">As typed, such as `validate`.</param>
/// <param name="AsOf">The day (UTC).</param>
/// <param name="Passed">False when there are errors.</param>
/// <param name="Summary">How many there are.</param>
/// <param name="Diagnostics">Sorted by file, place and code; 200 at most, the errors before all others.</param>
public sealed record FindingsDocument(
    string Command,
    DateOnly AsOf,
    bool Passed,
    FindingsSummaryPart Summary,
    ImmutableArray<FindingPart> Diagnostics
) : ReportDocument
{
    public static FindingsDocument Of(FindingsReport report) =>
        new(
            report.Command,
            report.AsOf,
            report.Passed,
            new(report.Errors, report.Warnings, report.Notes, report.Omitted > 0 ? report.Omitted : null),
            FindingPart.Of(report.Findings)
        );
}

/// <param name="Errors">Also those that are not listed.</param>
/// <param name="Warnings">Also those that are not listed.</param>
/// <param name="Notes">Also those that are not listed.</param>
/// <param name="Omitted">How many of them are counted and not listed; left out when all are.</param>
public sealed record FindingsSummaryPart(int Errors, int Warnings, int Notes, int? Omitted);

/// <param name="Code">Such as `AMI0201`; `amigov code` explains it.</param>
/// <param name="Severity">`warning` and `note` do not fail.</param>
/// <param name="Message">One sentence.</param>
/// <param name="File">Its path.</param>
/// <param name="Start">1:1 for the whole file.</param>
/// <param name="End">After the last character.</param>
/// <param name="Pointer">JSON Pointer of the value; empty for the whole file.</param>
/// <param name="Help">What to do.</param>
/// <param name="Fix">A change of the file that settles it.</param>
/// <param name="Related">Other places.</param>
public sealed record FindingPart(
    string Code,
    [OneOf<Severity>] string Severity,
    string Message,
    string File,
    PositionPart Start,
    PositionPart End,
    string Pointer,
    string? Help,
    FixPart? Fix,
    ImmutableArray<RelatedPart>? Related
)
{
    public static ImmutableArray<FindingPart> Of(ImmutableArray<Diagnostic> findings) => [.. findings.Select(Of)];

    private static FindingPart Of(Diagnostic finding)
    {
        var at = finding.Location;
        return new FindingPart(
            finding.Code,
            finding.Severity.Name(),
            finding.Message,
            at.Source.Path,
            PositionPart.Of(at.Start),
            PositionPart.Of(at.End),
            at.Pointer,
            finding.Help,
            finding.Fix is { } fix ? FixPart.Of(fix, at.Source) : null,
            finding.Related.Select(RelatedPart.Of).ToImmutableArray().IfAny()
        );
    }
}

/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
public sealed record PositionPart(int Line, int Column)
{
    public static PositionPart Of(LinePosition position) => new(position.Line, position.Column);
}

/// <param name="Title">What it does.</param>
/// <param name="Safe">`validate --fix` applies it.</param>
/// <param name="Start">Of what is replaced.</param>
/// <param name="End">After the last character.</param>
/// <param name="NewText">What stands there then.</param>
public sealed record FixPart(string Title, bool Safe, PositionPart Start, PositionPart End, string NewText)
{
    internal static FixPart Of(TextFix fix, SourceText source) =>
        new(
            fix.Title,
            fix.IsSafe && source.Upkeep?.FixedBy is not null,
            PositionPart.Of(source.GetPosition(fix.Span.Start)),
            PositionPart.Of(source.GetPosition(fix.Span.End)),
            fix.NewText
        );
}

/// <param name="Message">What is there.</param>
/// <param name="File">Its path.</param>
/// <param name="Start">1:1 for the whole file.</param>
/// <param name="End">After the last character.</param>
/// <param name="Pointer">JSON Pointer of the value; empty for the whole file.</param>
public sealed record RelatedPart(string Message, string File, PositionPart Start, PositionPart End, string Pointer)
{
    internal static RelatedPart Of(RelatedLocation related) =>
        new(
            related.Message,
            related.Location.Source.Path,
            PositionPart.Of(related.Location.Start),
            PositionPart.Of(related.Location.End),
            related.Location.Pointer
        );
}
