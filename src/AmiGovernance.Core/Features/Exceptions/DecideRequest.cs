using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <param name="Event">Approved or rejected.</param>
public sealed record DecideInput(string Ticket, string Role, RequestEvent Event, string Reason, string ConfigPath);

/// <summary>What a person would decide on.</summary>
public sealed record Decidable(CaseStatus Status, GitIdentity By);

/// <param name="Status">With the new decision, which is made all the same where this cannot be read again: null, with a report.</param>
/// <param name="Approvers">Null where there is no status.</param>
public sealed record Decided(RequestRecord Record, string CommitId, CaseStatus? Status, Approvers? Approvers);

/// <summary>
/// Records a decision on what is committed, in a commit of the person who decides. Only the decision's file is committed; whatever
/// else lies in the working folder stays as it is.
/// </summary>
/// <param name="files">The working folder.</param>
/// <param name="commits">What is decided on stands there.</param>
/// <param name="writer">Says who decides, and commits the decision.</param>
/// <param name="time">Says when.</param>
public sealed class DecideRequest(IFileStore files, ICommitReader commits, ICommitWriter writer, TimeProvider time)
{
    /// <summary>What would be decided on; null with a report when this person cannot decide as this role. Nothing is written.</summary>
    /// <param name="input">The decision.</param>
    /// <param name="shown">See <see cref="Run"/>.</param>
    /// <param name="bag">Takes why not.</param>
    public Decidable? Check(DecideInput input, string? shown, DiagnosticBag bag) =>
        Caller.Identity(writer, bag) is { } by
        && ReadCommitted(input, bag) is { } committed
        && IsAsShown(committed.Status.Newest.Part, shown, bag)
        && DecisionIsOpen(input, committed.Status, bag)
        && MayDecide(input, committed, by, bag)
            ? new Decidable(committed.Status, by)
            : null;

    /// <summary>Null with a report when the decision cannot be made.</summary>
    /// <param name="input">The decision.</param>
    /// <param name="shown">
    /// The digest of what the person has seen; anything else is not decided on. Null for whatever is there.
    /// </param>
    /// <param name="bag">Takes why not, or what is wrong with the request once it is decided on.</param>
    public Decided? Run(DecideInput input, string? shown, DiagnosticBag bag)
    {
        var check = Reading.Of(own => Check(input, shown, own));
        if (check.Value is not var (status, by))
        {
            check.ReportTo(bag);
            return null;
        }

        var part = status.Newest;
        var role = part.Missing.FirstOrDefault(r => RoleName.AreSame(r, input.Role)) ?? input.Role;
        var record = new RequestRecord(input.Event, input.Ticket, part.Part.Digest, time.Now(), by)
        {
            Role = role,
            Reason = input.Reason,
        }.Sealed();
        var file = new GeneratedFile(RequestPaths.Record(record), record.ToJson());
        if (CommitFiles.Run(files, writer, [file], Message(record, part.Part), NothingLeft, bag) is not { } commit)
            return null;
        var after = ReadDecided(input, bag);
        return new Decided(record, commit, after?.Status, after?.Approvers);
    }

    private const string NothingLeft = "the decision was not written: fix what git reports, and decide again";

    private static string Message(RequestRecord record, RequestPart part)
    {
        var verb = record.Event == RequestEvent.Approved ? "Approve" : "Reject";
        var extension = part.IsExtension ? $", {part.Name}" : "";
        return $"""
            chore: {verb} AMI exception {record.Ticket}{extension} as {record.Role}

            - Version: {part.Digest}
            - Reason: {CommitText.Of(record.Reason ?? "")}

            """;
    }

    /// <summary>
    /// The case with the new decision. Where the word of the code host is enough, a decision waits for it: nothing is wrong with it yet.
    /// </summary>
    private CommittedCase? ReadDecided(DecideInput input, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var after = ReadCommitted(input, own);
        var isHostEnough = after?.Sources.Process.RequiredAssurance == Assurance.HostApproved;
        bag.AddRange(own.ToSorted().Select(d => isHostEnough && IsOfHost(d) ? Waiting(d) : d));
        return after;
    }

    private static bool IsOfHost(Diagnostic finding) =>
        finding.Descriptor == ApprovalDiagnostics.Signature || finding.Descriptor == ApprovalDiagnostics.HostUnknown;

    private static Diagnostic Waiting(Diagnostic finding) =>
        finding with
        {
            Severity = Severity.Warning,
            Help = "it counts once that person approves, on the code host, the merge request that brings it",
        };

    private CommittedCase? ReadCommitted(DecideInput input, DiagnosticBag bag)
    {
        if (commits.Resolve("HEAD") is not { } head)
        {
            CaseReading.ReportNotCommitted("git", "there is no commit yet", "commit the repository first", bag);
            return null;
        }

        var committed = new DraftedFiles(commits, head);
        if (!DiffersHere(input.Ticket, committed))
            return CaseReading.Read(input.Ticket, input.ConfigPath, committed, commits, bag);

        CaseReading.ReportNotCommitted(
            RequestPaths.Request(input.Ticket),
            "the request is not committed as it stands here",
            "what is decided on must be in the history: commit it first, or take the changes back",
            bag
        );
        return null;
    }

    /// <summary>Whether the working folder holds the request, and not as it is committed.</summary>
    private bool DiffersHere(string ticket, DraftedFiles committed)
    {
        var path = RequestPaths.Request(ticket);
        return TicketNumber.IsValid(ticket)
            && files.Exists(path)
            && (!committed.Exists(path) || commits.Uncommitted(path).Contains(path));
    }

    private static bool IsAsShown(RequestPart part, string? shown, DiagnosticBag bag)
    {
        if (shown is null || shown == part.Digest)
            return true;
        bag.Add(OperationDiagnostics.ChangedSinceRead(part.Source.Path));
        return false;
    }

    private static bool DecisionIsOpen(DecideInput input, CaseStatus status, DiagnosticBag bag)
    {
        var part = status.Newest;
        var decided = status.State switch
        {
            RequestState.Ended => $"{input.Ticket} has ended",
            RequestState.Implemented => $"{part.Part.Name} is implemented already",
            RequestState.Rejected => $"{part.Rejection?.By.Name} rejected {part.Part.Name} as `{part.Rejection?.Role}`",
            _ => ApprovedAlready(input, part),
        };
        if (decided is null)
            return true;
        bag.Report(
            ApprovalDiagnostics.Decided,
            SourceLocation.OfFile(part.Part.Source),
            decided,
            MoreTime.AfterDecision(status)
        );
        return false;
    }

    /// <summary>What would be refused when it is implemented is not approved.</summary>
    private bool Fits(CommittedCase committed, DiagnosticBag bag)
    {
        var (sources, status) = (committed.Sources, committed.Status);
        if (MoreTime.ExtendedEnd(status) is { } end && end <= time.Today())
        {
            bag.Report(
                RequestDiagnostics.TooLate,
                SourceLocation.OfFile(status.Newest.Part.Source),
                $"{status.Newest.Part.Name} of {status.Case.Ticket} would end on {end.Text()}, which is past",
                MoreTime.CloseFirst(status)
            );
            return false;
        }
        return TotalTime.Allows(status, sources, bag);
    }

    private static void ReportNoList(ExceptionSources sources, DiagnosticBag bag)
    {
        var target = sources.History?.Protected?.Branch.Name;
        if (bag.HasErrors)
            return;
        if (sources.History is { } history && target is null)
            RequestHistory.DemandTarget(history, bag);
        else
            bag.Report(
                ApprovalDiagnostics.UnknownName,
                SourceLocation.OfFile(SourceText.Missing(Approvers.Path)),
                $"{target} has no list of approvers, so nobody may decide",
                "merge the list first: whose word counts is read there, not from the branch that asks"
            );
    }

    /// <summary>Whoever approved may still reject.</summary>
    private static string? ApprovedAlready(DecideInput input, PartStatus part)
    {
        var given = part.Approvals.FirstOrDefault(a => RoleName.AreSame(a.Role, input.Role));
        return given is not null && input.Event == RequestEvent.Approved
            ? $"{given.By.Name} approved {part.Part.Name} as `{given.Role}` already"
            : null;
    }

    private bool MayDecide(DecideInput input, CommittedCase committed, GitIdentity by, DiagnosticBag bag)
    {
        var (exception, part) = (committed.Status.Case, committed.Status.Newest);
        if (committed.Sources.Lists.Now is not { } approvers)
        {
            ReportNoList(committed.Sources, bag);
            return false;
        }
        var problem = DecisionRules.Check(
            committed.Sources.TypeOf(exception.Request.Type),
            approvers,
            input.Role,
            by,
            Requesters.Of(exception, part.Part, committed.Sources.History, approvers),
            part.Approvals.Select(a => (a.Role, a.Record.By))
        );
        if (problem is null)
            return input.Event != RequestEvent.Approved || Fits(committed, bag);
        bag.Report(problem.Descriptor, SourceLocation.OfFile(part.Part.Source), problem.Message, problem.Help);
        return false;
    }
}
