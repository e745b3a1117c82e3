using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Reads one request from a commit: what everybody sees, not what lies in somebody's folder.</summary>
internal static class CaseReading
{
    /// <summary>Null with a report when the commit does not hold the request, or there is no list of approvers.</summary>
    public static (ExceptionSources Sources, CaseStatus Status)? AtCommit(
        string ticket,
        string configPath,
        CommittedFiles committed,
        string name,
        IFileStore workingFolder,
        IGit git,
        DiagnosticBag bag
    )
    {
        var path = RequestPaths.Request(ticket);
        if (TicketNumber.IsValid(ticket) && workingFolder.Exists(path) && !committed.Exists(path))
        {
            bag.Report(
                ApprovalDiagnostics.NotCommitted,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"the request is here, but not in {name}",
                "commit it, and push or merge it: what counts must be in the history",
                severity: Severity.Error
            );
            return null;
        }
        if (
            ExceptionSources.Read(configPath, committed, RequestHistory.Read(git, committed.Commit), bag)
            is not { } sources
        )
            return null;
        if (sources.Approvers is null)
            committed.Read(Approvers.Path, bag);
        return
            !bag.HasErrors
            && RequestFiles.Read(ticket, committed, sources.Config.ExceptionTypes.Values, bag) is { } found
            ? (sources, sources.Judge(found, git, bag))
            : null;
    }
}
