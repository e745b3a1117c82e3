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
        if (files.Exists(path))
        {
            if (TicketNumber.IsValid(ticket))
                return files.Read(path, bag) is { } source ? Read(ticket, source, files, types, bag) : null;
            bag.Report(
                RequestDiagnostics.Ticket,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"a file of `{RequestPaths.Folder}` is named after its ticket, and `{ticket}` is not a ticket number",
                RequestDiagnostics.TicketHelp
            );
            return null;
        }

        var nearest = Suggestion.For(ticket, Tickets(files).Where(TicketNumber.IsValid));
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

    /// <summary>The same of a request that is not written yet, with the records that are there already.</summary>
    public static ExceptionCase? With(ExceptionRequest request, IFileStore files, DiagnosticBag bag)
    {
        var source = new SourceText(RequestPaths.Request(request.Ticket), request.ToJson());
        return ReadSound(request, source, files, bag);
    }

    /// <summary>Every request that can be read; what cannot is reported.</summary>
    public static ImmutableArray<ExceptionCase> ReadAll(
        IFileStore files,
        IEnumerable<ExceptionType> types,
        DiagnosticBag bag
    ) => [.. Tickets(files).Select(t => Read(t, files, types, bag)).OfType<ExceptionCase>()];

    public static IEnumerable<string> Tickets(IFileStore files) =>
        files.List(RequestPaths.Folder).Select(RequestPaths.TicketOf).OfType<string>();

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

        return ReadSound(request, source, files, bag);
    }

    /// <summary>Null with a report where a record cannot be read: it could be a rejection.</summary>
    private static ExceptionCase? ReadSound(
        ExceptionRequest request,
        SourceText source,
        IFileStore files,
        DiagnosticBag bag
    )
    {
        var found = Reading.Of(own => ReadParts(request, source, files, own));
        found.ReportTo(bag);
        return found.IfSound;
    }

    private static ExceptionCase ReadParts(
        ExceptionRequest request,
        SourceText source,
        IFileStore files,
        DiagnosticBag bag
    )
    {
        var (extensions, records) = (new List<LocatedExtension>(), new List<LocatedRecord>());
        var paths = files.List(RequestPaths.Records(request.Ticket)).Where(RequestPaths.IsJson);
        foreach (var text in paths.Select(p => files.Read(p, bag)).OfType<SourceText>())
            if (RequestPaths.IsExtension(text.Path))
                extensions.AddRange(ReadExtension(text, bag));
            else
                records.AddRange(ReadRecord(text, bag));

        ImmutableArray<LocatedExtension> inOrder = [.. extensions.OrderBy(e => e.Extension.Number)];
        if (!bag.HasErrors)
            CheckNumbers(request.Ticket, inOrder, bag);
        return new ExceptionCase
        {
            Request = request,
            Source = source,
            Extensions = inOrder,
            Records = [.. records.OrderBy(r => r.Record.At).ThenBy(r => r.Source.Path, StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<LocatedExtension> ReadExtension(SourceText source, DiagnosticBag bag) =>
        RequestRecordReader.ReadExtension(source, bag) is { } extension ? [new(extension, source)] : [];

    private static IEnumerable<LocatedRecord> ReadRecord(SourceText source, DiagnosticBag bag) =>
        RequestRecordReader.ReadRecord(source, bag) is { } record ? [new(record, source)] : [];

    /// <summary>Only the first gap is told: what comes after it is off by one too.</summary>
    private static void CheckNumbers(string ticket, ImmutableArray<LocatedExtension> inOrder, DiagnosticBag bag)
    {
        var wrong = inOrder.Index().Where(e => !IsExtension(e.Item.Extension, ticket, e.Index + 1)).Take(1);
        foreach (var (index, found) in wrong)
            bag.Report(
                RequestDiagnostics.Ticket,
                SourceLocation.OfFile(found.Source),
                $"the file is not extension {index + 1} of {ticket}",
                "restore the files from version control"
            );
    }

    private static bool IsExtension(ExtensionRequest extension, string ticket, int number) =>
        extension.Ticket == ticket && extension.Number == number;
}
