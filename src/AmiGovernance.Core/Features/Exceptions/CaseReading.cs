using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>A request as a commit holds it, with what it was judged by.</summary>
internal sealed record CommittedCase(ExceptionSources Sources, Approvers Approvers, CaseStatus Status);

/// <summary>Reads one request from a commit: what everybody sees, not what lies in somebody's folder.</summary>
internal static class CaseReading
{
    /// <summary>Null with a report when the commit does not hold the request, or there is no list of approvers.</summary>
    /// <param name="name">The commit's, as people know it.</param>
    public static CommittedCase? AtCommit(
        string ticket,
        string configPath,
        DraftedFiles committed,
        string name,
        IFileStore workingFolder,
        ICommitReader git,
        DiagnosticBag bag
    )
    {
        var path = RequestPaths.Request(ticket);
        if (!TicketNumber.IsValid(ticket) || !workingFolder.Exists(path) || committed.Exists(path))
            return Read(ticket, configPath, committed, git, bag);

        ReportNotCommitted(
            path,
            $"the request is here, but not in {name}",
            "commit it, and push or merge it: what counts must be in the history",
            bag
        );
        return null;
    }

    /// <summary>The same where the working folder says nothing else.</summary>
    public static CommittedCase? Read(
        string ticket,
        string configPath,
        DraftedFiles committed,
        ICommitReader git,
        DiagnosticBag bag
    )
    {
        var history = RequestHistory.Read(git, committed.Commit);
        if (ExceptionSources.Read(configPath, committed, history, bag) is not { } sources)
            return null;
        if (sources.Approvers is not { } approvers)
        {
            committed.Read(Approvers.Path, bag);
            return null;
        }
        return sources.ReadCase(ticket, bag) is { } found
            ? new CommittedCase(sources, approvers, sources.Judge(found, bag))
            : null;
    }

    public static void ReportNotCommitted(string path, string message, string help, DiagnosticBag bag) =>
        bag.Report(
            ApprovalDiagnostics.NotCommitted,
            SourceLocation.OfFile(SourceText.Missing(path)),
            message,
            help,
            severity: Severity.Error
        );
}
