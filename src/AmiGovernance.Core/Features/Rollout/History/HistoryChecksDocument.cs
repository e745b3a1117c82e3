using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <summary>Whether the deployment record can be believed.</summary>
/// <param name="Checks">One look each.</param>
public sealed record HistoryChecksDocument(ImmutableArray<HistoryCheckPart> Checks) : ReportDocument
{
    public static HistoryChecksDocument Of(IEnumerable<HistoryCheck> checks) =>
        new([.. checks.Select(c => new HistoryCheckPart(c.Source, c.Outcome.Name(), c.Text, c.Help))]);
}

/// <param name="Source">What it was compared with, such as `AWS`.</param>
/// <param name="Outcome">Skipped: there is nothing to compare with, or it was not asked for.</param>
/// <param name="Found">In words.</param>
/// <param name="Help">What to do.</param>
public sealed record HistoryCheckPart(
    string Source,
    [OneOf<HistoryOutcome>] string Outcome,
    string Found,
    string? Help
);

/// <summary>Ends of the deployment record that were joined.</summary>
/// <param name="Ends">What they were.</param>
/// <param name="Lost">A hash that AWS's tags name and that is in no record any more.</param>
/// <param name="JoinedIn">The file that joins them.</param>
public sealed record MergedHistoryDocument(ImmutableArray<HistoryEndPart> Ends, string? Lost, string? JoinedIn)
    : ReportDocument;

/// <param name="File">Its path.</param>
/// <param name="Deployment">Its name.</param>
/// <param name="Outcome">How the deployment ended.</param>
/// <param name="Began">When.</param>
/// <param name="Who">The ARN that AWS knows the caller by.</param>
public sealed record HistoryEndPart(
    string File,
    string Deployment,
    [OneOf("finished", "failed", "merged", "cut_off")] string Outcome,
    Moment Began,
    string Who
);

/// <summary>Changes of our policies that another system made.</summary>
/// <param name="Changes">One call each.</param>
/// <param name="RecordedIn">The file that records them.</param>
public sealed record CarriedDocument(ImmutableArray<CarriedChangePart> Changes, string? RecordedIn) : ReportDocument;

/// <param name="Call">To AWS Organizations.</param>
/// <param name="Policy">Its name.</param>
/// <param name="PolicyId">As AWS has given it.</param>
/// <param name="Target">The root, organizational unit or account that is attached to or detached from.</param>
/// <param name="At">When; left out with the next one when CloudTrail does not name the call.</param>
/// <param name="Who">The caller, as CloudTrail names it.</param>
/// <param name="System">By its signs.</param>
public sealed record CarriedChangePart(
    [OneOf<StepCall>] string Call,
    string Policy,
    string PolicyId,
    string? Target,
    Moment? At,
    string? Who,
    string? System
);
