using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Proposals;

/// <summary>Takes entries out of the configuration, with a record for each that has a request.</summary>
/// <param name="Event">Revoked or removed.</param>
/// <param name="Reason">Null when the end itself is the reason.</param>
internal sealed record EntryRemoval(RequestEvent Event, GitIdentity By, DateTimeOffset At, string? Reason)
{
    /// <summary>False with a report when a request cannot be read.</summary>
    public bool Write(
        DraftedFiles files,
        string configPath,
        ImmutableArray<ExceptionAccount> entries,
        DiagnosticBag bag
    )
    {
        if (entries.Any(e => !RemoveEntry(files, configPath, e.AccountId, bag)))
            return false;
        // A ticket is spelled in the configuration by hand, and its request keeps its own spelling.
        var requests = RequestFiles.Tickets(files).ToList();
        var asked = entries
            .Select(e => requests.Find(r => e.Ticket is { } ticket && TicketNumber.AreSame(r, ticket)))
            .OfType<string>();
        return asked.All(ticket => WriteRecord(files, configPath, ticket, bag));
    }

    /// <summary>The configuration is read anew for each: a removal moves what comes after it.</summary>
    private static bool RemoveEntry(DraftedFiles files, string configPath, AccountId account, DiagnosticBag bag)
    {
        if (ReadConfig(files, configPath) is not { } config)
            return false;
        var entry = config.Exceptions.First(e => e.AccountId == account);
        return files.Write("", [new GeneratedFile(configPath, ExceptionEntry.Remove(config, entry))], bag);
    }

    private bool WriteRecord(DraftedFiles files, string configPath, string ticket, DiagnosticBag bag)
    {
        if (
            ReadConfig(files, configPath) is not { } config
            || RequestFiles.Read(ticket, files, config.ExceptionTypes.Values, bag) is not { } found
        )
            return false;
        var record = new RequestRecord(Event, ticket, found.Newest.Digest, At, By) { Reason = Reason }.Sealed();
        return files.Write("", [new GeneratedFile(RequestPaths.Record(record), record.ToJson())], bag);
    }

    /// <summary>It was read without an error before, so there is nothing new to say about it.</summary>
    private static GovernanceConfig? ReadConfig(DraftedFiles files, string path) =>
        Reading.Of(own => RepositoryFiles.ReadConfig(files, path, own)).Value;
}
