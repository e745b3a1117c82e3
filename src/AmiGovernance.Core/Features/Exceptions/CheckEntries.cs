using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>
/// Holds every entry to the request of its ticket, and the files that say whose word counts to those who may change them: one judgement
/// for the merge gate, every deployment, and the daily check.
/// </summary>
internal static class CheckEntries
{
    /// <param name="git">Null where there is no repository to ask.</param>
    /// <param name="revision">What is checked, as git takes it.</param>
    /// <param name="asOf">The day to look at, in UTC.</param>
    public static void Run(
        GovernanceConfig config,
        IFileStore files,
        ICommitReader? git,
        string revision,
        DateOnly asOf,
        DiagnosticBag bag
    )
    {
        var isProcess = HasProcess(files);
        if (config.Exceptions.IsEmpty && !isProcess)
        {
            CheckRemoved(git, revision, files, bag);
            return;
        }
        var isNew = !isProcess || config.Exceptions.IsEmpty && !RequestFiles.Tickets(files).Any();
        var history = RequestHistory.TryRead(git, bag, revision, isNew: isNew);
        if (ExceptionSources.Read(config, files, history, bag) is not { } sources)
            return;
        // Without its history, what the files say of decisions is not judged: that it cannot be read is said.
        if (isProcess && git is not null && history is null)
            return;
        CheckBranch(git, revision, files, history, sources.Lists, bag);
        var cases = RequestFiles.ReadAll(files, config.ExceptionTypes.Values, bag);
        var without = new List<ExceptionAccount>();
        foreach (var entry in config.Exceptions)
            if (CaseOf(entry, cases) is { } found)
                Check(entry, found, cases, sources, asOf, bag);
            else if (!IsKnown(entry, files, history, config, bag))
                without.Add(entry);
        ReportWithout(without, sources, bag);
    }

    /// <summary>Where nothing is left that says how exceptions come about, whether it was taken away as it must be.</summary>
    private static void CheckRemoved(ICommitReader? git, string revision, IFileStore files, DiagnosticBag bag)
    {
        // Nothing rests on a history that cannot be read here.
        var history = RequestHistory.TryRead(git, new DiagnosticBag(), revision);
        CheckBranch(git, revision, files, history, new ApproverLists(null, Assurance.Unsigned, history), bag);
    }

    /// <summary>What this revision changes that one person alone may not; nothing where there is no target branch.</summary>
    private static void CheckBranch(
        ICommitReader? git,
        string revision,
        IFileStore files,
        FileHistory? history,
        ApproverLists lists,
        DiagnosticBag bag
    )
    {
        if (history?.Protected is not { } branch || git?.Resolve(revision) is not { } head)
            return;
        new ListChanges(git, head, branch, lists).Report(bag);
        LostFiles.Report(git, head, files, branch, bag);
    }

    /// <summary>Whether anything here says how exceptions come about.</summary>
    private static bool HasProcess(IFileStore files) =>
        ListApproval.Files.Any(files.Exists) || RequestFiles.Tickets(files).Any();

    private static void Check(
        ExceptionAccount entry,
        ExceptionCase found,
        ImmutableArray<ExceptionCase> cases,
        ExceptionSources sources,
        DateOnly asOf,
        DiagnosticBag bag
    )
    {
        if (sources.History is null && found.Records.Any(r => r.Record.IsDecision))
            bag.Report(
                ApprovalDiagnostics.NotCommitted,
                SourceLocation.OfFile(found.Source),
                $"there is no history to tell who decided on {found.Ticket}: what its files say is not proven",
                "run this in the git repository, with its whole history"
            );
        var own = new DiagnosticBag();
        var status = sources.Judge(found, own);
        var findings = own.ToSorted();
        bag.AddRange(findings);
        new EntryCheck(sources.Config, entry, status, bag).Run(isKnown: !findings.Any(UnknownApprovals.IsOne));
        if (status.ApprovedEnd is not null)
            TotalTime.Check(status, 0, cases, sources, bag);
        if (MoreTime.Waits(status, asOf))
            MoreTime.ReportWaiting(status, sources.Config, entry, "", bag);
    }

    private static ExceptionCase? CaseOf(ExceptionAccount entry, IEnumerable<ExceptionCase> cases) =>
        entry.Ticket is { } ticket ? cases.FirstOrDefault(c => TicketNumber.AreSame(c.Ticket, ticket)) : null;

    /// <summary>
    /// Whether the ticket had a request that is not there any more, or has one that cannot be read: either is an error. A request that is
    /// deleted would else take its rejection with it.
    /// </summary>
    private static bool IsKnown(
        ExceptionAccount entry,
        IFileStore files,
        FileHistory? history,
        GovernanceConfig config,
        DiagnosticBag bag
    )
    {
        if (entry.Ticket is not { } ticket)
            return false;
        if (RequestFiles.Tickets(files).Any(t => TicketNumber.AreSame(t, ticket)))
            return true;
        if (RequestHistory.Deleted(history, ticket) is not { } path)
            return false;
        bag.Report(
            ProposalDiagnostics.NotApproved,
            config.Tree.At(entry.Node["ticket"] ?? entry.Node),
            $"the request of {ticket} is gone: the history had `{path}`",
            RecordTrace.Restore
        );
        return true;
    }

    private static void ReportWithout(List<ExceptionAccount> entries, ExceptionSources sources, DiagnosticBag bag)
    {
        // Whether the target branch demands requests is not for this one to leave open.
        if (entries.Count > 0)
            sources.DemandTarget(bag);
        if (sources.Process.RequireRequests)
            foreach (var entry in entries)
                bag.Report(
                    ProposalDiagnostics.NoRequest,
                    sources.Config.Tree.At(entry.Node),
                    $"the exception of account {entry.AccountId} has no request, and `require_requests` asks for one",
                    "ask for it: `amigov exception request`",
                    severity: Severity.Error
                );
        else if (entries is [var first, ..])
            WarnWithout(first, entries.Count, sources, bag);
    }

    /// <summary>Once for all of them, at the first.</summary>
    private static void WarnWithout(ExceptionAccount first, int count, ExceptionSources sources, DiagnosticBag bag)
    {
        var who = count == 1 ? "this exception has" : $"{Plural.Of(count, "exception")} have";
        bag.Report(
            ProposalDiagnostics.NoRequest,
            sources.Config.Tree.At(first.Node),
            $"{who} no request: who approved it is not checked",
            "`amigov exception request` makes one; `require_requests` in config/exception_process.json demands one"
        );
    }
}
