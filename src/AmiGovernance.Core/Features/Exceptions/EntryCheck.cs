using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Holds an entry of the configuration to the request of its ticket: nothing more than what was approved.</summary>
internal static class EntryCheck
{
    /// <summary>The end that was put into the configuration last; null when the request was never implemented.</summary>
    public static DateOnly? EndOf(ExceptionCase exception) =>
        exception.Records.Select(r => r.Record).LastOrDefault(r => r.Event == RequestEvent.Implemented)?.ExpiresOn;

    public static void Run(GovernanceConfig config, ExceptionAccount entry, CaseStatus status, DiagnosticBag bag)
    {
        var request = status.Case.Request;
        void Differs(string key, string message) =>
            bag.Report(
                ProposalDiagnostics.UnlikeRequest,
                config.Tree.At(entry.Node[key] ?? entry.Node),
                message,
                $"the entry must say what {RequestPaths.Request(status.Case.Ticket)} says; a change asks for a new approval"
            );
        if (entry.AccountId != request.Account)
            Differs("account_id", $"account {entry.AccountId} is not the one that was approved: {request.Account}");
        if (entry.Type != request.Type)
            Differs("type", $"type `{entry.Type}` is not the one that was approved: `{request.Type}`");
        if (entry.MayCreateImages && !request.MayCreateImages)
            Differs("may_create_images", "creating images was not approved");
        if (!entry.UsableBy.ToHashSet().SetEquals(request.UsableBy))
            Differs("usable_by", "the accounts that may launch the images are not those that were approved");
        if (status.Case.End is { } over)
            Differs("ticket", $"{status.Case.Ticket} has ended: {over.EventName} on {over.At.Day().Text()}");
        // The parts that are in the configuration; the newest may still wait.
        foreach (
            var part in status.Parts.Where(p => status.Case.Implementation(p.Part) is not null && p.ApprovedAt is null)
        )
            bag.Report(
                ProposalDiagnostics.NotApproved,
                config.Tree.At(entry.Node),
                $"{part.Part.Name} of {status.Case.Ticket} was implemented without {DecisionRules.List(part.Missing)}",
                $"`amigov exception show {status.Case.Ticket}` tells what counts and why"
            );
        if (EndOf(status.Case) is not { } implemented)
            bag.Report(
                ProposalDiagnostics.NotApproved,
                config.Tree.At(entry.Node),
                $"the entry of {status.Case.Ticket} was not made by `amigov exception implement`",
                "remove it, and let the request be implemented"
            );
        else if (entry.ExpiresOn is { } end && end > Latest(status, implemented))
            Differs(
                "expires_on",
                $"the entry ends on {end.Text()}, but only {Latest(status, implemented).Text()} was approved"
            );
    }

    /// <summary>The earlier of what was put in and what the approvals give.</summary>
    private static DateOnly Latest(CaseStatus status, DateOnly implemented) =>
        status.ApprovedEnd is { } approved && approved < implemented ? approved : implemented;
}
