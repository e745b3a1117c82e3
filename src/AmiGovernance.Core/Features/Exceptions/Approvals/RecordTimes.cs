using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// Whether the times that the files say can be. Their authors write them, so they are held to what others know: the order of the records,
/// when the target branch had them, and the clock of the machine that looks.
/// </summary>
/// <param name="history">Null where there is none to ask.</param>
internal sealed class RecordTimes(ExceptionCase exception, FileHistory? history)
{
    /// <summary>By how much two clocks may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    public void ReportRequests(DiagnosticBag bag)
    {
        foreach (var part in exception.Parts)
            if (Latest(Newest(part.Source.Path)) is var (latest, why) && part.RequestedAt > latest + Skew)
                bag.Report(
                    ApprovalDiagnostics.Time,
                    SourceLocation.OfFile(part.Source),
                    $"{part.Name} is dated {part.RequestedAt.IsoText()}, after {why}",
                    "ask for it again: the time is written by `amigov`"
                );
    }

    /// <summary>Null for a time that can be.</summary>
    public DecisionProblem? Problem(LocatedRecord found)
    {
        var record = found.Record;
        if (
            exception.Parts.FirstOrDefault(p => p.Digest == record.RequestDigest) is { } part
            && record.At < part.RequestedAt - Skew
        )
            return Wrong(record, $"before {part.Name} was made ({part.RequestedAt.IsoText()})");
        return Latest(history?.Bringing(found.Source, record.By)) is var (latest, why) && record.At > latest + Skew
            ? Wrong(record, $"after {why}")
            : null;
    }

    private CommitFacts? Newest(string path) => history?.Of(path).Commits is [var (commit, _), ..] ? commit : null;

    /// <summary>When the target branch had the commit; for what it has not, the time of this machine.</summary>
    private (DateTimeOffset At, string Why)? Latest(CommitFacts? commit)
    {
        if (history?.Protected is not { } branch)
            return null;
        // Whoever pushes a commit without the host has written its time too.
        return commit is not null && branch.Bringing(commit.Id) is { At: var merged } && merged < branch.Branch.ReadAt
            ? (merged, $"{branch.Branch.Name} had it ({merged.IsoText()})")
            : (branch.Branch.ReadAt, $"the time here ({branch.Branch.ReadAt.IsoText()})");
    }

    private static DecisionProblem Wrong(RequestRecord record, string why) =>
        new(
            ApprovalDiagnostics.Time,
            $"the record is dated {record.At.IsoText()}, {why}",
            "its author wrote that time: let it be decided again"
        );
}
