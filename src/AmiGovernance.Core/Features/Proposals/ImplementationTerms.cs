using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Proposals;

/// <summary>A configuration with what is approved in it.</summary>
internal sealed record ImplementedEdit(byte[] Config, DateOnly End);

/// <summary>Whether a request or extension may be put into the configuration, and with which end.</summary>
internal static class ImplementationTerms
{
    /// <summary>False with a report when it must not.</summary>
    /// <param name="start">What the change starts from, as people know it.</param>
    public static bool MayBeImplemented(CaseStatus status, GovernanceConfig config, string start, DiagnosticBag bag)
    {
        if (status.State != RequestState.Approved)
            ReportNotApproved(status, start, bag);
        else if (!status.Newest.Part.IsExtension)
            CheckCovered(status.Case.Request.Account, config, bag);

        // A record that is not what was written may hide a decision.
        return !bag.HasErrors;
    }

    /// <summary>Null with a report when the time that was approved is over, or the entry is not the one that was put in.</summary>
    public static ImplementedEdit? Edit(
        CaseStatus status,
        GovernanceConfig config,
        DateOnly today,
        DiagnosticBag bag
    ) => status.Newest.Part.IsExtension ? Extend(status, config, today, bag) : Add(status, config, today, bag);

    private static void ReportNotApproved(CaseStatus status, string start, DiagnosticBag bag)
    {
        var part = status.Newest;
        var name = $"{part.Part.Name} of {status.Case.Ticket}";
        var are = part.Missing.Length == 1 ? "is" : "are";
        var (descriptor, message, help) = status.State switch
        {
            RequestState.InReview => (
                ProposalDiagnostics.NotApproved,
                $"{name} is not approved: {DecisionRules.List(part.Missing)} {are} missing",
                $"what counts is on {start}: push or merge the decisions first, or start elsewhere with `--base`"
            ),
            RequestState.Rejected => (
                ProposalDiagnostics.NotApproved,
                $"{part.Rejection?.By.Name} rejected {name}",
                MoreTime.AfterDecision(status)
            ),
            RequestState.Ended => (
                ApprovalDiagnostics.Decided,
                $"{status.Case.Ticket} has ended",
                MoreTime.AfterDecision(status)
            ),
            _ => (ApprovalDiagnostics.Decided, $"{name} is implemented already", MoreTime.AfterDecision(status)),
        };
        bag.Report(descriptor, At(status), message, help);
    }

    private static void CheckCovered(AccountId account, GovernanceConfig config, DiagnosticBag bag)
    {
        if (config.Exceptions.FirstOrDefault(e => e.AccountId == account) is not { } entry)
            return;
        bag.Report(
            RequestDiagnostics.AlreadyCovered,
            config.Tree.At(entry.Node),
            $"account {account} has an entry already ({entry.Ticket ?? "without ticket"})",
            "what has ended is removed by `amigov exception prune`, what runs is extended by `amigov exception extend`"
        );
    }

    private static ImplementedEdit? Add(CaseStatus status, GovernanceConfig config, DateOnly today, DiagnosticBag bag)
    {
        if (status.ApprovedEnd is { } end && end > today)
            return new ImplementedEdit(ExceptionEntry.Add(config, status), end);
        ReportTooLate(status, status.ApprovedEnd, "ask for it anew: `amigov exception request --replace`", bag);
        return null;
    }

    private static ImplementedEdit? Extend(
        CaseStatus status,
        GovernanceConfig config,
        DateOnly today,
        DiagnosticBag bag
    )
    {
        var entry = config.Exceptions.FirstOrDefault(e => e.Ticket == status.Case.Ticket);
        if (entry?.ExpiresOn is not { } now)
        {
            bag.Report(
                ProposalDiagnostics.UnlikeRequest,
                config.Tree.At(config.Tree.Root),
                $"there is no entry of {status.Case.Ticket} to extend",
                "it was removed; ask for a new exception"
            );
            return null;
        }

        if (status.Case.ImplementedEnd is { } recorded && recorded != now)
            bag.Report(
                ProposalDiagnostics.UnlikeRequest,
                config.Tree.At(entry.Node["expires_on"] ?? entry.Node),
                $"the entry ends on {now.Text()}, but {recorded.Text()} was put in",
                "somebody changed it by hand; take that back first"
            );
        var end = now.AddDays(status.Newest.Part.DurationDays);
        if (end <= today)
            ReportTooLate(status, end, MoreTime.CloseFirst(status), bag);
        return bag.HasErrors ? null : new ImplementedEdit(ExceptionEntry.SetEnd(config, entry, end), end);
    }

    private static void ReportTooLate(CaseStatus status, DateOnly? end, string help, DiagnosticBag bag) =>
        bag.Report(
            RequestDiagnostics.TooLate,
            At(status),
            $"the time that was approved is over since {end?.Text()}",
            help
        );

    private static SourceLocation At(CaseStatus status) => SourceLocation.OfFile(status.Newest.Part.Source);
}
