using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>
/// Requests and records stay for good: what the target branch had of them must be here, and records as they were written. Else a rejection,
/// a revocation or days that were used could be taken back by a commit.
/// </summary>
internal static class LostFiles
{
    /// <param name="head">What is checked; of what came to the target branch since it began, it knows nothing.</param>
    public static void Report(
        ICommitReader git,
        string head,
        IFileStore files,
        ProtectedHistory branch,
        DiagnosticBag bag
    )
    {
        if (branch.BaseOf(head)?.Id is not { } start)
            return;
        foreach (var path in git.List(start, RequestPaths.Folder).Where(RequestPaths.IsJson))
            if (!files.Exists(path))
                ReportLost(path, $"{branch.Branch.Name} has this file, and it is gone here", bag);
            else if (IsRecord(path) && !IsAsThere(git.Read(start, path), files.Read(path, bag)))
                ReportLost(path, $"the record is not as {branch.Branch.Name} has it", bag);
    }

    private static bool IsRecord(string path) => RequestPaths.TicketOf(path) is null && !RequestPaths.IsExtension(path);

    private static bool IsAsThere(SourceText? there, SourceText? here) =>
        here is not null && there?.HasBytes(here.Bytes) == true;

    private static void ReportLost(string path, string message, DiagnosticBag bag) =>
        bag.Report(
            ApprovalDiagnostics.Forged,
            SourceLocation.OfFile(SourceText.Missing(path)),
            message,
            RecordTrace.Restore
        );
}
