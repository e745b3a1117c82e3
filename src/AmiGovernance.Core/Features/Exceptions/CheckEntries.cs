using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Holds every entry whose ticket has a request here to that request.</summary>
internal static class CheckEntries
{
    /// <param name="git">Null where there is no repository to ask.</param>
    public static void Run(GovernanceConfig config, IFileStore files, ICommitReader? git, DiagnosticBag bag)
    {
        var asked = config.Exceptions.Where(e => HasRequest(e, files)).ToList();
        if (
            asked.Count == 0
            || ExceptionSources.Read(config, files, RequestHistory.TryRead(git, bag), bag) is not { } sources
        )
            return;
        foreach (var entry in asked)
            if (sources.ReadCase(entry.Ticket ?? "", bag) is { } found)
                new EntryCheck(config, entry, sources.Judge(found, git, bag), bag).Run();
    }

    private static bool HasRequest(ExceptionAccount entry, IFileStore files) =>
        entry.Ticket is { } ticket && TicketNumber.IsValid(ticket) && files.Exists(RequestPaths.Request(ticket));
}
