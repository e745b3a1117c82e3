using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>More time for an exception, in `requests/TICKET/extension-N.json`. It needs approvals of its own.</summary>
public sealed record ExtensionRequest
{
    public static readonly string[] Keys =
    [
        "ticket",
        "extension",
        "duration_days",
        "justification",
        "requester",
        "requested_at",
        "previous",
    ];

    public required string Ticket { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>Counted from the end that holds so far.</summary>
    public required int DurationDays { get; init; }

    public required string Justification { get; init; }

    public required GitIdentity Requester { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The digest of the request or extension before: a change there loses the approvals here too.</summary>
    public required string Previous { get; init; }

    public string Digest => ContentDigest.Of(Write);

    public byte[] ToJson() => JsonText.WriteFile(Write);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("ticket", Ticket);
        writer.WriteNumber("extension", Number);
        writer.WriteNumber("duration_days", DurationDays);
        writer.WriteString("justification", Justification);
        writer.WriteIdentity("requester", Requester);
        writer.WriteString("requested_at", RequestedAt.IsoText());
        writer.WriteString("previous", Previous);
        writer.WriteEndObject();
    }
}
