using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <param name="Event">Approved or rejected.</param>
public sealed record DecideInput(string Ticket, string Role, RequestEvent Event, string Reason, string ConfigPath);

/// <param name="Status">With the new decision.</param>
public sealed record Decided(RequestRecord Record, string CommitId, CaseStatus Status, ExceptionSources Sources);

/// <summary>
/// Records a decision on what is committed, in a commit of the person who decides. Only the decision's file is committed; whatever
/// else lies in the working folder stays as it is.
/// </summary>
public sealed class DecideRequest(IFileStore files, IGit git, TimeProvider time)
{
    /// <summary>What would be decided on; null with a report when this person cannot decide as this role. Nothing is written.</summary>
    public (CaseStatus Status, GitIdentity By)? Check(DecideInput input, DiagnosticBag bag) =>
        Caller.Identity(git, bag) is { } by
        && ReadCommitted(input, bag) is { } read
        && Allows(input, read.Sources, read.Status, by, bag)
            ? (read.Status, by)
            : null;

    /// <summary>Null with a report when the decision cannot be made.</summary>
    public Decided? Run(DecideInput input, DiagnosticBag bag)
    {
        var before = new DiagnosticBag();
        if (Check(input, before) is not var (status, by))
        {
            bag.AddRange(before.ToSorted());
            return null;
        }
        var part = status.Newest.Part;
        var role = status.Newest.Missing.FirstOrDefault(r => RoleName.AreSame(r, input.Role)) ?? input.Role;
        var record = new RequestRecord(input.Event, input.Ticket, part.Digest, time.Now(), by)
        {
            Role = role,
            Reason = input.Reason,
        }.Sealed();
        var path = RequestPaths.Record(record);
        if (!files.Write("", [new GeneratedFile(path, record.ToJson())], bag))
            return null;
        try
        {
            var commit = git.Commit(
                [path],
                $"""
                chore: {(input.Event == RequestEvent.Approved ? "Approve" : "Reject")} AMI exception {input.Ticket}{(
                    part.Number == 0 ? "" : $", {part.Name}"
                )} as {role}

                - Version: {part.Digest}
                - Reason: {Visible.Text(input.Reason)}

                """
            );
            return ReadCommitted(input, bag) is { } after
                ? new Decided(record, commit, after.Status, after.Sources)
                : null;
        }
        catch (GitException e)
        {
            GitDiagnostics.Report(
                e,
                bag,
                help: $"`{path}` is written; the decision counts once you have committed that file"
            );
            return null;
        }
    }

    private (ExceptionSources Sources, CaseStatus Status)? ReadCommitted(DecideInput input, DiagnosticBag bag)
    {
        if (git.Resolve("HEAD") is not { } head)
        {
            bag.Report(
                ApprovalDiagnostics.NotCommitted,
                SourceLocation.OfFile(SourceText.Missing("git")),
                "there is no commit yet",
                "commit the repository first",
                severity: Severity.Error
            );
            return null;
        }
        var committed = new CommittedFiles(git, head);
        var path = RequestPaths.Request(input.Ticket);
        if (
            TicketNumber.IsValid(input.Ticket)
            && files.Exists(path)
            && (!committed.Exists(path) || git.Uncommitted(path).Contains(path))
        )
        {
            bag.Report(
                ApprovalDiagnostics.NotCommitted,
                SourceLocation.OfFile(SourceText.Missing(path)),
                "the request is not committed as it stands here",
                "what is decided on must be in the history: commit it first, or take the changes back",
                severity: Severity.Error
            );
            return null;
        }
        if (ExceptionSources.Read(input.ConfigPath, committed, RequestHistory.Read(git, head), bag) is not { } sources)
            return null;
        if (sources.Approvers is null)
        {
            committed.Read(Approvers.Path, bag);
            return null;
        }
        return RequestFiles.Read(input.Ticket, committed, sources.Config.ExceptionTypes.Values, bag) is { } found
            ? (sources, sources.Judge(found, git, bag))
            : null;
    }

    private static bool Allows(
        DecideInput input,
        ExceptionSources sources,
        CaseStatus status,
        GitIdentity by,
        DiagnosticBag bag
    )
    {
        var (exception, part) = (status.Case, status.Newest);
        var at = SourceLocation.OfFile(part.Part.Source);
        var before = status.State switch
        {
            RequestState.Ended => $"{input.Ticket} has ended",
            RequestState.Implemented => $"{part.Part.Name} is implemented already",
            RequestState.Rejected => $"{part.Rejection?.By.Name} rejected {part.Part.Name} as `{part.Rejection?.Role}`",
            _ => part.Approvals.FirstOrDefault(a => RoleName.AreSame(a.Role, input.Role)) is { } given
            && input.Event == RequestEvent.Approved
                ? $"{given.By.Name} approved {part.Part.Name} as `{given.Role}` already"
                : null,
        };
        if (before is not null)
        {
            bag.Report(
                ApprovalDiagnostics.Decided,
                at,
                before,
                "a changed request can be decided on again; more time is a new extension"
            );
            return false;
        }
        var judge = new DecisionJudge(exception, sources.History, new DiagnosticBag());
        if (
            sources.Approvers is not { } approvers
            || DecisionRules.Check(
                sources.Config.ExceptionTypes[exception.Request.Type],
                approvers,
                input.Role,
                by,
                judge.Requesters(part.Part),
                part.Approvals.Select(a => (a.Role, a.Record.By))
            )
                is not { } problem
        )
            return true;
        bag.Report(problem.Descriptor, at, problem.Message, problem.Help);
        return false;
    }
}
