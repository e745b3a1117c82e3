using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>What can be asked for, by where a request stands.</summary>
internal static class MoreTime
{
    public const string AskAnew = "ask for a new exception: `amigov exception request`, with a ticket of its own";

    /// <summary>What can be done where nothing is left to decide on or to implement.</summary>
    public static string AfterDecision(CaseStatus status) =>
        status.State switch
        {
            RequestState.Ended => AskAnew,
            RequestState.Implemented => $"more time is a new extension: {Extend(status)}",
            RequestState.Rejected when status.Newest.Part.IsExtension =>
                $"another extension may be asked for: {Extend(status)}",
            _ => "a changed request can be decided on again",
        };

    private static string Extend(CaseStatus status) =>
        SuggestedCommand.Of($"amigov exception extend {status.Case.Ticket} --days N --justification \"…\"");

    /// <summary>The end that the newest extension gives; null for a request, and where nothing was implemented.</summary>
    public static DateOnly? ExtendedEnd(CaseStatus status) =>
        status.Newest.Part is { IsExtension: true, DurationDays: var days } && status.Case.ImplementedEnd is { } end
            ? end.AddDays(days)
            : null;

    /// <summary>Whether an extension is approved, ends later than this day, and is not in the configuration yet.</summary>
    public static bool Waits(CaseStatus status, DateOnly asOf) =>
        status.State == RequestState.Approved && ExtendedEnd(status) > asOf;

    /// <summary>Says at the entry that its approved extension waits.</summary>
    /// <param name="then">What that means here; empty for nothing.</param>
    public static void ReportWaiting(
        CaseStatus status,
        GovernanceConfig config,
        ExceptionAccount entry,
        string then,
        DiagnosticBag bag
    )
    {
        var (ticket, part) = (status.Case.Ticket, status.Newest.Part);
        bag.Report(
            ProposalDiagnostics.ExtensionWaits,
            config.Tree.At(entry.Node["expires_on"] ?? entry.Node),
            $"{part.Name} of {ticket} is approved and not in the configuration{then}",
            $"{SuggestedCommand.Of($"amigov exception implement {ticket}")} puts it in"
        );
    }

    /// <summary>The way out of an extension whose time is over: it is rejected, then more can be asked for.</summary>
    public static string CloseFirst(CaseStatus status)
    {
        var (ticket, newest) = (status.Case.Ticket, status.Newest);
        var role = newest.Approvals.Select(a => a.Role).Concat(newest.Missing).FirstOrDefault() ?? "ROLE";
        var reject = SuggestedCommand.Of($"amigov exception reject {ticket} --as {role} --reason \"…\"");
        return $"it is closed by {reject}; then more can be asked for: {Extend(status)}";
    }
}
