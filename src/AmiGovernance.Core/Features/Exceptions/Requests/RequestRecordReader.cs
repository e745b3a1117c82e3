using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>Reads what lies in `requests/TICKET/`.</summary>
public static class RequestRecordReader
{
    /// <summary>Null with a report when the file is no record.</summary>
    public static RequestRecord? ReadRecord(SourceText source, DiagnosticBag bag) =>
        Read(
            source,
            RequestRecord.Keys,
            ["event", "ticket", "request_digest", "at", "by", "digest"],
            bag,
            root =>
            {
                var known = RequestRecord
                    .EventNames.ToList()
                    .IndexOf(root.Choice("event", RequestRecord.EventNames) ?? "");
                return new RequestRecord(
                    (RequestEvent)Math.Max(0, known),
                    root.Text("ticket") ?? "",
                    root.Text("request_digest") ?? "",
                    root.Time("at") ?? default,
                    root.Identity("by") ?? new GitIdentity("", "")
                )
                {
                    Role = root.Text("role"),
                    Reason = root.Text("reason"),
                    ExpiresOn = root.Date("expires_on"),
                    Digest = root.Text("digest") ?? "",
                };
            }
        );

    /// <summary>Null with a report when the file is no extension.</summary>
    public static ExtensionRequest? ReadExtension(SourceText source, DiagnosticBag bag) =>
        Read(
            source,
            ExtensionRequest.Keys,
            ExtensionRequest.Keys,
            bag,
            root => new ExtensionRequest
            {
                Ticket = root.Text("ticket") ?? "",
                Number = root.Integer("extension", 1, 1000) ?? 0,
                DurationDays = root.Integer("duration_days", 1, 366) ?? 0,
                Justification = root.Text("justification") ?? "",
                Requester = root.Identity("requester") ?? new GitIdentity("", ""),
                RequestedAt = root.Time("requested_at") ?? default,
                Previous = root.Text("previous") ?? "",
            }
        );

    private static T? Read<T>(
        SourceText source,
        string[] keys,
        string[] required,
        DiagnosticBag bag,
        Func<ObjectReader, T> read
    )
        where T : class
    {
        var own = new DiagnosticBag();
        T? result = null;
        if (JsonParser.Parse(source, own) is { } tree && ObjectReader.Open(tree, tree.Root, keys, own) is { } root)
        {
            foreach (var key in required)
                root.Require(key);
            result = read(root);
        }
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : result;
    }
}
