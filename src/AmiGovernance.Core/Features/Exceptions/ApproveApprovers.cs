using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <param name="Path">Of the approval's file.</param>
public sealed record ApprovedList(string Path, string CommitId, GitIdentity By);

/// <summary>
/// Records one approver's word for the `config/approvers.json` and `config/exception_process.json` that are checked out, in a commit of
/// that person.
/// </summary>
/// <param name="files">The working folder.</param>
/// <param name="commits">Tells what is committed, and who may approve.</param>
/// <param name="writer">Says who approves, and commits it.</param>
/// <param name="time">Says when.</param>
public sealed class ApproveApprovers(IFileStore files, ICommitReader commits, ICommitWriter writer, TimeProvider time)
{
    private const string NothingLeft = "the approval was not written: fix what git reports, and approve again";

    /// <summary>Null with a report when this person's word does not count, or nothing has changed.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="bag">Takes why not.</param>
    public ApprovedList? Run(string reason, DiagnosticBag bag)
    {
        if (
            Caller.Identity(writer, bag) is not { } by
            || commits.Resolve("HEAD") is not { } head
            || !IsCommitted(bag)
            || MayApprove(by, head, bag) is not { } branch
        )
            return null;
        var digest = DigestAt(head);
        var (replaced, since) = (DigestAt(branch.Branch.Tip.Id), branch.Since(DigestAt).Id);
        var approval = new ListApproval(digest, replaced, since, time.Now(), by, reason);
        var message = $"""
            chore: Approve who may approve AMI exceptions

            - Version: {digest}
            - Reason: {CommitText.Of(reason)}

            """;
        var file = new GeneratedFile(approval.Path, approval.ToJson());
        return CommitFiles.Run(files, writer, [file], message, NothingLeft, bag) is { } commit
            ? new ApprovedList(approval.Path, commit, by)
            : null;
    }

    private string DigestAt(string commit) => ListApproval.DigestOf(path => commits.Read(commit, path));

    private bool IsCommitted(DiagnosticBag bag)
    {
        var open = ListApproval.Files.SelectMany(path => commits.Uncommitted(path)).FirstOrDefault();
        if (open is not null)
            CaseReading.ReportNotCommitted(open, "the file is not committed as it stands here", "commit it first", bag);
        return open is null;
    }

    /// <summary>The branch that says so; null with a report when it does not.</summary>
    private ProtectedHistory? MayApprove(GitIdentity by, string head, DiagnosticBag bag)
    {
        var history = RequestHistory.Read(commits, head);
        if (history.Protected is not { } branch)
        {
            RequestHistory.DemandTarget(history, bag);
            return null;
        }
        var name = branch.Branch.Name;
        var approvers = new ApproverLists(null, Assurance.Unsigned, history).Now;
        if (approvers?.Find(by) is { } person && approvers.InRoles.Contains(person))
            return branch;
        bag.Report(
            ApprovalDiagnostics.NotInRole,
            SourceLocation.OfFile(SourceText.Missing(Approvers.Path)),
            $"{by} holds no role in {Approvers.Path} on {name}",
            "who may approve a change of the list is read from the list that is in force"
        );
        return null;
    }
}
