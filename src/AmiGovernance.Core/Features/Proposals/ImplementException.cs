using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

/// <param name="Status">As it was at the start of the branch.</param>
/// <param name="TrackerUrl">Where exceptions are requested; null when the configuration does not say.</param>
public sealed record Implemented(
    CaseStatus Status,
    ImmutableArray<string> Reviewers,
    string? TrackerUrl,
    DateOnly End,
    ProposedChange Change
);

/// <summary>Puts an approved request, or an approved extension, into the configuration, on a branch of its own.</summary>
public sealed class ImplementException(IFileStore workingFolder, IGit git, TimeProvider time)
{
    /// <summary>Null with a report when it must not or cannot be done; nothing is written then.</summary>
    public Implemented? Run(string ticket, ProposalOptions options, DiagnosticBag bag)
    {
        var propose = new ProposeChange(git, time);
        if (Caller.Identity(git, bag) is not { } by || propose.Open(options, bag) is not { } start)
            return null;
        if (
            CaseReading.AtCommit(ticket, options.ConfigPath, start.Files, start.Name, workingFolder, git, bag)
            is not var (sources, status)
        )
            return null;
        if (
            !MayBeImplemented(status, sources.Config, start.Name, bag)
            || Edit(status, sources.Config, bag) is not var (bytes, end)
        )
            return null;
        var part = status.Newest.Part;
        var record = new RequestRecord(RequestEvent.Implemented, ticket, part.Digest, time.Now(), by)
        {
            ExpiresOn = end,
        }.Sealed();
        start.Files.Write(
            "",
            [
                new GeneratedFile(options.ConfigPath, bytes),
                new GeneratedFile(RequestPaths.Record(record), record.ToJson()),
            ],
            bag
        );
        var change = propose.Run(start, Branch(status), _ => Message(status, end), options, bag);
        return change is null
            ? null
            : new Implemented(status, sources.Reviewers, sources.Config.Policy.ExceptionRequestUrl, end, change);
    }

    private static string Branch(CaseStatus status) =>
        $"exception/{status.Case.Ticket}{(status.Newest.Part.Number == 0 ? "" : $"-extension-{status.Newest.Part.Number}")}-account-{status.Case.Request.Account}";

    /// <summary>The runbook's form.</summary>
    private static string Message(CaseStatus status, DateOnly end) =>
        $"""
            feat: {(
                status.Newest.Part.Number == 0 ? "Add" : "Extend"
            )} AMI exception for account {status.Case.Request.Account} ({status.Case.Ticket})

            - Account: {status.Case.Request.Account}
            - Expires: {end.Text()}
            - Reason: {Visible.Text(status.Case.Request.BusinessJustification)}
            - Approved by: {string.Join(", ", status.Newest.Approvals.Select(a => a.Role))}
            - Ticket: {status.Case.Ticket}

            """;

    private static bool MayBeImplemented(CaseStatus status, GovernanceConfig config, string start, DiagnosticBag bag)
    {
        var (part, at) = (status.Newest, SourceLocation.OfFile(status.Newest.Part.Source));
        switch (status.State)
        {
            case RequestState.Approved:
                break;
            case RequestState.InReview:
                bag.Report(
                    ProposalDiagnostics.NotApproved,
                    at,
                    $"{part.Part.Name} of {status.Case.Ticket} is not approved: {DecisionRules.List(part.Missing)} {(part.Missing.Length == 1 ? "is" : "are")} missing",
                    $"what counts is on {start}: push or merge the decisions first, or start elsewhere with `--base`"
                );
                break;
            case RequestState.Rejected:
                bag.Report(
                    ProposalDiagnostics.NotApproved,
                    at,
                    $"{part.Rejection?.By.Name} rejected {part.Part.Name} of {status.Case.Ticket}",
                    "a changed request can be decided on again"
                );
                break;
            default:
                bag.Report(
                    ApprovalDiagnostics.Decided,
                    at,
                    status.State == RequestState.Ended
                        ? $"{status.Case.Ticket} has ended"
                        : $"{part.Part.Name} of {status.Case.Ticket} is implemented already",
                    "more time is a new extension: `amigov exception extend`"
                );
                break;
        }
        if (
            status.State == RequestState.Approved
            && part.Part.Number == 0
            && config.Exceptions.FirstOrDefault(e => e.AccountId == status.Case.Request.Account) is { } entry
        )
            bag.Report(
                RequestDiagnostics.AlreadyCovered,
                config.Tree.At(entry.Node),
                $"account {entry.AccountId} has an entry already ({entry.Ticket ?? "without ticket"})",
                "what has ended is removed by `amigov exception prune`, what runs is extended by `amigov exception extend`"
            );
        // A record that is not what was written may hide a decision.
        return !bag.HasErrors;
    }

    private (byte[] Config, DateOnly End)? Edit(CaseStatus status, GovernanceConfig config, DiagnosticBag bag)
    {
        var at = SourceLocation.OfFile(status.Newest.Part.Source);
        if (status.Newest.Part.Number == 0)
        {
            if (status.ApprovedEnd is { } first && first > time.Today())
                return (ExceptionEntry.Add(config, status), first);
            bag.Report(
                RequestDiagnostics.TooLate,
                at,
                $"the time that was approved is over since {status.ApprovedEnd?.Text()}",
                "ask for it anew: `amigov exception request --replace`"
            );
            return null;
        }
        if (config.Exceptions.FirstOrDefault(e => e.Ticket == status.Case.Ticket) is not { ExpiresOn: { } now } entry)
        {
            bag.Report(
                ProposalDiagnostics.UnlikeRequest,
                config.Tree.At(config.Tree.Root),
                $"there is no entry of {status.Case.Ticket} to extend",
                "it was removed; ask for a new exception"
            );
            return null;
        }
        var end = now.AddDays(status.Newest.Part.DurationDays);
        if (EntryCheck.EndOf(status.Case) is { } recorded && recorded != now)
            bag.Report(
                ProposalDiagnostics.UnlikeRequest,
                config.Tree.At(entry.Node["expires_on"] ?? entry.Node),
                $"the entry ends on {now.Text()}, but {recorded.Text()} was put in",
                "somebody changed it by hand; take that back first"
            );
        if (end <= time.Today())
            bag.Report(
                RequestDiagnostics.TooLate,
                at,
                $"the time that was approved is over since {end.Text()}",
                "ask for more: `amigov exception extend`"
            );
        return bag.HasErrors ? null : (ExceptionEntry.SetEnd(config, entry, end), end);
    }
}
