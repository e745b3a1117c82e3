using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Holds every entry whose ticket has a request here to that request.</summary>
internal static class CheckEntries
{
    public static void Run(GovernanceConfig config, IFileStore files, IGit? git, DiagnosticBag bag)
    {
        var asked = config
            .Exceptions.Where(e =>
                e.Ticket is { } ticket && TicketNumber.IsValid(ticket) && files.Exists(RequestPaths.Request(ticket))
            )
            .ToList();
        if (asked.Count == 0)
            return;
        var own = new DiagnosticBag();
        if (ExceptionSources.Read(config, files, RequestHistory.TryRead(git, own), own) is { } sources)
            foreach (var entry in asked)
                if (RequestFiles.Read(entry.Ticket ?? "", files, config.ExceptionTypes.Values, own) is { } found)
                    EntryCheck.Run(config, entry, sources.Judge(found, git, own), own);
        bag.AddRange(own.ToSorted());
    }
}
