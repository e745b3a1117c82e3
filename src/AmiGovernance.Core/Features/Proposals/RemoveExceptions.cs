using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

/// <param name="Change">Null when there was nothing to remove.</param>
public sealed record Removal(ProposedChange? Change, ImmutableArray<string> Reviewers, string? TrackerUrl);

/// <summary>Takes exceptions out of the configuration, on a branch: one before its end, or all that have ended.</summary>
public sealed class RemoveExceptions(IGit git, TimeProvider time)
{
    /// <summary>Null with a report when it cannot be done; nothing is written then.</summary>
    public Removal? Revoke(string ticket, string reason, ProposalOptions options, DiagnosticBag bag)
    {
        var propose = new ProposeChange(git, time);
        if (
            Caller.Identity(git, bag) is not { } by
            || propose.Open(options, bag) is not { } start
            || RepositoryFiles.ReadConfig(start.Files, options.ConfigPath, bag) is not { } config
            || bag.HasErrors
        )
            return null;
        if (config.Exceptions.FirstOrDefault(e => e.Ticket == ticket) is not { } entry)
        {
            var nearest = Suggestion.For(ticket, config.Exceptions.Select(e => e.Ticket).OfType<string>());
            bag.Report(
                RequestDiagnostics.Unknown,
                config.Tree.At(config.Tree.Root),
                $"on {start.Name} there is no exception with ticket `{ticket}`",
                nearest is null ? null : $"did you mean `{nearest}`?"
            );
            return null;
        }
        if (!Remove(start, [entry], RequestEvent.Revoked, by, reason, options, bag))
            return null;
        var change = propose.Run(
            start,
            $"exception/{ticket}-revoke-account-{entry.AccountId}",
            _ =>
                $"""
                    fix: Revoke AMI exception for account {entry.AccountId} ({ticket})

                    - Account: {entry.AccountId}
                    - Would have expired: {entry.ExpiresOn?.Text() ?? "never"}
                    - Reason: {Visible.Text(reason)}
                    - Ticket: {ticket}

                    """,
            options,
            bag
        );
        return Result(start, config, change);
    }

    /// <summary>The same for whatever has ended.</summary>
    public Removal? Prune(ProposalOptions options, DiagnosticBag bag)
    {
        var (propose, day) = (new ProposeChange(git, time), time.Today());
        if (
            Caller.Identity(git, bag) is not { } by
            || propose.Open(options, bag) is not { } start
            || RepositoryFiles.ReadConfig(start.Files, options.ConfigPath, bag) is not { } config
            || bag.HasErrors
        )
            return null;
        ImmutableArray<ExceptionAccount> ended =
        [
            .. config.Exceptions.Where(e => e.ExpiresOn is { } end && end <= day),
        ];
        if (ended.IsEmpty)
            return new Removal(null, [], null);
        if (!Remove(start, ended, RequestEvent.Removed, by, null, options, bag))
            return null;
        var change = propose.Run(
            start,
            $"exception/prune-{day.Text()}",
            _ =>
                $"""
                    fix: Remove expired exception{(ended.Length == 1 ? "" : "s")} {string.Join(
                        ", ",
                        ended.Select(e => e.AccountId)
                    )}

                    {string.Join(
                        '\n',
                        ended.Select(e =>
                            $"- Account: {e.AccountId}, expired {e.ExpiresOn?.Text()}, {e.Ticket ?? "without ticket"}"
                        )
                    )}

                    """,
            options,
            bag
        );
        return Result(start, config, change);
    }

    /// <summary>Who is asked for a review is no condition of the removal: a list of approvers that cannot be read names nobody.</summary>
    private static Removal? Result(ProposalBase start, GovernanceConfig config, ProposedChange? change) =>
        change is null
            ? null
            : new Removal(
                change,
                ExceptionSources.Read(config, start.Files, null, new DiagnosticBag())?.Reviewers ?? [],
                config.Policy.ExceptionRequestUrl
            );

    /// <summary>Writes the configuration without the entries, and a record for each that has a request.</summary>
    private bool Remove(
        ProposalBase start,
        ImmutableArray<ExceptionAccount> entries,
        RequestEvent what,
        GitIdentity by,
        string? reason,
        ProposalOptions options,
        DiagnosticBag bag
    )
    {
        foreach (var account in entries.Select(e => e.AccountId))
        {
            // Each removal moves what comes after it.
            if (RepositoryFiles.ReadConfig(start.Files, options.ConfigPath, new DiagnosticBag()) is not { } config)
                return false;
            start.Files.Write(
                "",
                [
                    new GeneratedFile(
                        options.ConfigPath,
                        ExceptionEntry.Remove(config, config.Exceptions.First(e => e.AccountId == account))
                    ),
                ],
                bag
            );
        }
        foreach (
            var ticket in entries
                .Select(e => e.Ticket)
                .OfType<string>()
                .Where(t => TicketNumber.IsValid(t) && start.Files.Exists(RequestPaths.Request(t)))
        )
        {
            if (
                RepositoryFiles.ReadConfig(start.Files, options.ConfigPath, new DiagnosticBag()) is not { } config
                || RequestFiles.Read(ticket, start.Files, config.ExceptionTypes.Values, bag) is not { } found
            )
                return false;
            var record = new RequestRecord(what, ticket, found.Newest.Digest, time.Now(), by)
            {
                Reason = reason,
            }.Sealed();
            start.Files.Write("", [new GeneratedFile(RequestPaths.Record(record), record.ToJson())], bag);
        }
        return true;
    }
}
