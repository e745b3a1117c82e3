using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>Reads what lies in `requests/TICKET/`.</summary>
internal static class RequestRecordReader
{
    private static readonly string[] RequiredOfRecord = ["event", "ticket", "request_digest", "at", "by", "digest"];

    /// <summary>Null with a report when the file is no record.</summary>
    public static RequestRecord? ReadRecord(SourceText source, DiagnosticBag bag) =>
        SoundDocument.Read(source, RequestRecord.Keys, bag, ReadRecord);

    /// <summary>Null with a report when the file is no extension.</summary>
    public static ExtensionRequest? ReadExtension(SourceText source, DiagnosticBag bag) =>
        SoundDocument.Read(source, ExtensionRequest.Keys, bag, ReadExtension);

    private static RequestRecord ReadRecord(ObjectReader root)
    {
        foreach (var key in RequiredOfRecord)
            root.Require(key);
        return new RequestRecord(
            RequestRecord.Events.Find(root.Choice("event", RequestRecord.Events.All)) ?? default,
            root.TextOrEmpty("ticket"),
            root.TextOrEmpty("request_digest"),
            root.Time("at") ?? default,
            root.IdentityOrNobody("by")
        )
        {
            Role = root.Text("role"),
            Reason = root.Text("reason"),
            ExpiresOn = root.Date("expires_on"),
            Digest = root.TextOrEmpty("digest"),
        };
    }

    private static ExtensionRequest ReadExtension(ObjectReader root)
    {
        foreach (var key in ExtensionRequest.Keys)
            root.Require(key);
        return new ExtensionRequest
        {
            Ticket = root.TextOrEmpty("ticket"),
            Number = root.Integer("extension", 1, 1000) ?? 0,
            DurationDays = root.Integer("duration_days", 1, 366) ?? 0,
            Justification = root.TextOrEmpty("justification"),
            Requester = root.IdentityOrNobody("requester"),
            RequestedAt = root.Time("requested_at") ?? default,
            Previous = root.TextOrEmpty("previous"),
        };
    }
}
