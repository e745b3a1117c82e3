using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

/// <param name="Change">Null when there was nothing to remove.</param>
/// <param name="Kept">How many have ended and stay, for an extension of theirs is approved.</param>
/// <param name="TrackerUrl">Where exceptions are requested; null when the configuration does not say.</param>
public sealed record Removal(ProposedChange? Change, int Kept, ImmutableArray<string> Reviewers, string? TrackerUrl);

/// <summary>Takes exceptions out of the configuration, on a branch: one before its end, or all that have ended.</summary>
/// <param name="commits">Tells what is approved.</param>
/// <param name="writer">Says who removes them.</param>
/// <param name="propose">Makes the branch.</param>
/// <param name="time">Says when.</param>
public sealed class RemoveExceptions(
    ICommitReader commits,
    ICommitWriter writer,
    ProposeChange propose,
    TimeProvider time
)
{
    /// <summary>Null with a report when it cannot be done; nothing is written then.</summary>
    /// <param name="ticket">That of the exception.</param>
    /// <param name="reason">Why it ends before its time.</param>
    /// <param name="options">Where the change goes.</param>
    /// <param name="bag">Takes why not.</param>
    public Removal? Revoke(string ticket, string reason, ProposalOptions options, DiagnosticBag bag)
    {
        if (Open(options, bag) is not var (by, start, config))
            return null;
        if (Entry(config, ticket) is not { } entry)
        {
            ReportUnknown(ticket, config, start.Name, bag);
            return null;
        }

        // However it was given, the branch has the name that the entry has.
        ticket = entry.Ticket ?? ticket;
        var removed = new EntryRemoval(RequestEvent.Revoked, by, time.Now(), reason);
        if (!removed.Write(start.Files, options.ConfigPath, [entry], bag))
            return null;
        var message = $"""
            fix: Revoke AMI exception for account {entry.AccountId} ({ticket})

            - Account: {entry.AccountId}
            - Would have expired: {entry.ExpiresOn?.Text() ?? "never"}
            - Reason: {CommitText.Of(reason)}
            - Ticket: {ticket}

            """;
        var branch = $"exception/{ticket}-revoke-account-{entry.AccountId}";
        return Result(start, config, 0, propose.Run(start, branch, message, options, bag));
    }

    /// <summary>The same for whatever has ended.</summary>
    /// <param name="options">Where the change goes.</param>
    /// <param name="bag">Takes why not.</param>
    public Removal? Prune(ProposalOptions options, DiagnosticBag bag)
    {
        if (Open(options, bag) is not var (by, start, config))
            return null;
        var today = time.Today();
        var over = config
            .Exceptions.Where(e => e.ExpiresOn <= today)
            .ToLookup(e => Waits(e, start.Files, config, today, bag));
        var (ended, kept) = (over[false].ToImmutableArray(), over[true].Count());
        if (ended.IsEmpty)
            return new Removal(null, kept, [], null);

        var removed = new EntryRemoval(RequestEvent.Removed, by, time.Now(), null);
        if (!removed.Write(start.Files, options.ConfigPath, ended, bag))
            return null;
        var noun = ended.Length == 1 ? "exception" : "exceptions";
        var message = $"""
            fix: Remove expired {noun} {string.Join(", ", ended.Select(e => e.AccountId))}

            {string.Join('\n', ended.Select(Line))}

            """;
        return Result(
            start,
            config,
            kept,
            propose.Run(start, $"exception/prune-{today.Text()}", message, options, bag)
        );
    }

    /// <summary>Whether an extension of it is approved, which is said: it would be lost with the entry.</summary>
    private bool Waits(
        ExceptionAccount entry,
        DraftedFiles files,
        GovernanceConfig config,
        DateOnly today,
        DiagnosticBag bag
    )
    {
        var read = Reading.Of(own =>
            entry.Ticket is { } ticket && RequestFiles.Tickets(files).Contains(ticket)
                ? CaseReading.Read(ticket, config.Tree.Source.Path, files, commits, own)
                : null
        );
        if (read.Value?.Status is not { } status || !MoreTime.Waits(status, today))
            return false;
        MoreTime.ReportWaiting(status, config, entry, ", so its entry stays", bag);
        return true;
    }

    /// <summary>As it is spelled, else the one entry of the same ticket.</summary>
    private static ExceptionAccount? Entry(GovernanceConfig config, string ticket)
    {
        if (config.Exceptions.FirstOrDefault(e => e.Ticket == ticket) is { } entry)
            return entry;
        var others = config.Exceptions.Where(e => e.Ticket is { } t && TicketNumber.AreSame(t, ticket)).ToList();
        return others.Count == 1 ? others[0] : null;
    }

    private static string Line(ExceptionAccount entry) =>
        $"- Account: {entry.AccountId}, expired {entry.ExpiresOn?.Text()}, {entry.Ticket ?? "without ticket"}";

    /// <summary>Null with a report when there is nothing to remove from.</summary>
    private (GitIdentity By, ProposalBase Start, GovernanceConfig Config)? Open(
        ProposalOptions options,
        DiagnosticBag bag
    ) =>
        Caller.Identity(writer, bag) is { } by
        && propose.Open(options, bag) is { } start
        && RepositoryFiles.ReadConfig(start.Files, options.ConfigPath, bag) is { } config
        && !bag.HasErrors
            ? (by, start, config)
            : null;

    private static void ReportUnknown(string ticket, GovernanceConfig config, string start, DiagnosticBag bag)
    {
        var nearest = Suggestion.For(ticket, config.Exceptions.Select(e => e.Ticket).OfType<string>());
        bag.Report(
            RequestDiagnostics.Unknown,
            config.Tree.At(config.Tree.Root),
            $"on {start} there is no exception with ticket `{ticket}`",
            nearest is null ? null : $"did you mean `{nearest}`?"
        );
    }

    /// <summary>Who is asked for a review is no condition of the removal: a list of approvers that cannot be read names nobody.</summary>
    private static Removal? Result(ProposalBase start, GovernanceConfig config, int kept, ProposedChange? change)
    {
        if (change is null)
            return null;
        var sources = Reading.Of(own => ExceptionSources.Read(config, start.Files, null, own)).Value;
        return new Removal(change, kept, sources?.Reviewers ?? [], config.Policy.ExceptionRequestUrl);
    }
}
