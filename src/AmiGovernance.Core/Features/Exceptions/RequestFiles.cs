using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Reads `requests/`.</summary>
internal static class RequestFiles
{
    /// <summary>Null with a report when there is no such request or its files cannot be read.</summary>
    public static ExceptionCase? Read(
        string ticket,
        IFileStore files,
        IEnumerable<ExceptionType> types,
        DiagnosticBag bag
    )
    {
        var path = RequestPaths.Request(ticket);
        if (!TicketNumber.IsValid(ticket) || !files.Exists(path))
        {
            var nearest = Suggestion.For(ticket, Tickets(files));
            bag.Report(
                RequestDiagnostics.Unknown,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"there is no request `{ticket}`",
                nearest is null
                    ? "`amigov exception request` makes one; `amigov exception list` shows those that are there"
                    : $"did you mean `{nearest}`?"
            );
            return null;
        }
        return files.Read(path, bag) is { } source ? Read(ticket, source, files, types, bag) : null;
    }

    /// <summary>Every request that can be read; what cannot is reported.</summary>
    public static ImmutableArray<ExceptionCase> ReadAll(
        IFileStore files,
        IEnumerable<ExceptionType> types,
        DiagnosticBag bag
    ) => [.. Tickets(files).Select(t => Read(t, files, types, bag)).OfType<ExceptionCase>()];

    public static IEnumerable<string> Tickets(IFileStore files) =>
        files
            .List(RequestPaths.Folder)
            .Select(p => p[(RequestPaths.Folder.Length + 1)..])
            .Where(p => p.EndsWith(".json", StringComparison.Ordinal) && !p.Contains('/', StringComparison.Ordinal))
            .Select(p => p[..^".json".Length]);

    private static ExceptionCase? Read(
        string ticket,
        SourceText source,
        IFileStore files,
        IEnumerable<ExceptionType> types,
        DiagnosticBag bag
    )
    {
        if (ExceptionRequestReader.Read(source, types, null, bag) is not { Request: var request })
            return null;
        if (request.Ticket != ticket)
        {
            bag.Report(
                RequestDiagnostics.Ticket,
                SourceLocation.OfFile(source),
                $"the file is named after `{ticket}`, but holds the request `{request.Ticket}`",
                "name the file after its ticket"
            );
            return null;
        }
        var (extensions, records) = (new List<LocatedExtension>(), new List<LocatedRecord>());
        var own = new DiagnosticBag();
        foreach (
            var path in files
                .List(RequestPaths.Records(ticket))
                .Where(p => p.EndsWith(".json", StringComparison.Ordinal))
        )
        {
            if (files.Read(path, own) is not { } text)
                continue;
            if (!RequestPaths.IsExtension(path[(path.LastIndexOf('/') + 1)..]))
            {
                if (RequestRecordReader.ReadRecord(text, own) is { } record)
                    records.Add(new LocatedRecord(record, text));
            }
            else if (RequestRecordReader.ReadExtension(text, own) is { } extension)
                extensions.Add(new LocatedExtension(extension, text));
        }
        ImmutableArray<LocatedExtension> inOrder = [.. extensions.OrderBy(e => e.Extension.Number)];
        for (var i = 0; i < inOrder.Length && !own.HasErrors; i++)
            if (inOrder[i].Extension.Number != i + 1 || inOrder[i].Extension.Ticket != ticket)
                own.Report(
                    RequestDiagnostics.Ticket,
                    SourceLocation.OfFile(inOrder[i].Source),
                    $"the file is not extension {i + 1} of {ticket}",
                    "restore the files from version control"
                );
        bag.AddRange(own.ToSorted());
        // A case with an unreadable record could be one with an unread rejection.
        return own.HasErrors
            ? null
            : new ExceptionCase
            {
                Request = request,
                Source = source,
                Extensions = inOrder,
                Records = [.. records.OrderBy(r => r.Record.At).ThenBy(r => r.Source.Path, StringComparer.Ordinal)],
            };
    }
}
