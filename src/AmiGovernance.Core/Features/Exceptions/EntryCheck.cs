using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Holds an entry of the configuration to the request of its ticket: nothing more than what was approved.</summary>
internal sealed class EntryCheck(GovernanceConfig config, ExceptionAccount entry, CaseStatus status, DiagnosticBag bag)
{
    private readonly ExceptionCase exception = status.Case;

    /// <param name="isKnown">False where the code host could not tell of approvals: what follows from them is not known either.</param>
    public void Run(bool isKnown)
    {
        CheckTerms(exception.Request);
        if (exception.End is { } over)
            Differs("ticket", $"{exception.Ticket} has ended: {over.EventName} on {over.At.Day().Text()}");
        if (!isKnown)
            return;
        CheckDecision();
        CheckApprovals();
        CheckEnd();
    }

    private void CheckTerms(ExceptionRequest request)
    {
        if (entry.Ticket != exception.Ticket)
            Differs("ticket", $"the ticket `{entry.Ticket}` is spelled otherwise in its request: `{exception.Ticket}`");
        if (entry.AccountId != request.Account)
            Differs("account_id", $"account {entry.AccountId} is not the one that was approved: {request.Account}");
        if (entry.Type != request.Type)
            Differs("type", $"type `{entry.Type}` is not the one that was approved: `{request.Type}`");
        if (entry.MayCreateImages && !request.MayCreateImages)
            Differs("may_create_images", "creating images was not approved");
        if (!entry.UsableBy.ToHashSet().SetEquals(request.UsableBy))
            Differs("usable_by", "the accounts that may launch the images are not those that were approved");
    }

    /// <summary>What `implement` writes of the decisions, and what the limits of the type are counted from.</summary>
    private void CheckDecision()
    {
        var first = status.Parts[0];
        if (first.ApprovedAt?.Day() is not { } day)
            return;
        if (entry.ApprovalDate is { } written && written != day)
            Differs(
                "approval_date",
                $"`approval_date` is {written.Text()}, but the last approval came on {day.Text()}"
            );
        var roles = first.Approvals.Select(a => RoleName.Normal(a.Role)).ToHashSet(StringComparer.Ordinal);
        if (!entry.ApprovedBy.IsEmpty && !roles.SetEquals(entry.ApprovedBy.Select(RoleName.Normal)))
            Differs(
                "approved_by",
                $"`approved_by` is not who approved: {DecisionRules.List(first.Approvals.Select(a => a.Role))}"
            );
    }

    /// <summary>The request itself, and the extensions that are in the configuration; the newest may still wait.</summary>
    private void CheckApprovals()
    {
        var first = status.Parts[0];
        var needed = status.Parts.Where(p => p == first || exception.Implementation(p.Part) is not null);
        foreach (var part in needed.Where(p => p.ApprovedAt is null))
            NotApproved(
                part.Rejection is { } no
                    ? $"{no.By.Name} rejected {part.Part.Name} of {exception.Ticket}"
                    : $"{part.Part.Name} of {exception.Ticket} is in the configuration without {DecisionRules.List(part.Missing)}",
                $"{SuggestedCommand.Of($"amigov exception show {exception.Ticket}")} tells what counts and why"
            );
    }

    private void CheckEnd()
    {
        if (exception.ImplementedEnd is not { } implemented)
        {
            NotApproved(
                $"the entry of {exception.Ticket} was not made by `amigov exception implement`",
                "remove it, and let the request be implemented"
            );
            return;
        }
        // The earlier of what was put in and what the approvals give.
        var latest = status.ApprovedEnd is { } approved && approved < implemented ? approved : implemented;
        if (entry.ExpiresOn is { } end && end > latest)
            Differs("expires_on", $"the entry ends on {end.Text()}, but only {latest.Text()} was approved");
    }

    private void Differs(string key, string message) =>
        bag.Report(
            ProposalDiagnostics.UnlikeRequest,
            config.Tree.At(entry.Node[key] ?? entry.Node),
            message,
            $"the entry must say what {RequestPaths.Request(exception.Ticket)} says; a change asks for a new approval"
        );

    private void NotApproved(string message, string help) =>
        bag.Report(ProposalDiagnostics.NotApproved, config.Tree.At(entry.Node), message, help);
}
