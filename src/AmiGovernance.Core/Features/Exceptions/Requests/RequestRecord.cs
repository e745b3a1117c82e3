using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>What happened to a request.</summary>
public enum RequestEvent
{
    Approved,
    Rejected,

    /// <summary>The entry is in the configuration.</summary>
    Implemented,

    /// <summary>The entry was removed before its end.</summary>
    Revoked,

    /// <summary>The entry was removed after its end.</summary>
    Removed,
}

/// <summary>
/// One thing that happened to a request, in a file of its own below `requests/TICKET/`, written once and never changed: two
/// people who decide at the same time on two branches never meet in one file.
/// </summary>
public sealed record RequestRecord(
    RequestEvent Event,
    string Ticket,
    string RequestDigest,
    DateTimeOffset At,
    GitIdentity By
)
{
    public static readonly EnumNames<RequestEvent> Events = new(
        (RequestEvent.Approved, "approved"),
        (RequestEvent.Rejected, "rejected"),
        (RequestEvent.Implemented, "implemented"),
        (RequestEvent.Revoked, "revoked"),
        (RequestEvent.Removed, "removed")
    );

    public static readonly string[] Keys =
    [
        "event",
        "ticket",
        "request_digest",
        "at",
        "by",
        "role",
        "reason",
        "expires_on",
        "digest",
    ];

    /// <summary>Of a decision; as the exception-type table writes it.</summary>
    public string? Role { get; init; }

    public string? Reason { get; init; }

    /// <summary>The end that was put into the configuration.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>The digest that the file carries; a file that was changed carries another than <see cref="ComputeDigest"/>.</summary>
    public string Digest { get; init; } = "";

    public bool IsDecision => Event is RequestEvent.Approved or RequestEvent.Rejected;

    public string EventName => Events.Of(Event);

    /// <summary>With the time, so that what is decided again is another file.</summary>
    public string FileName
    {
        get
        {
            var time = At.IsoText().Replace(":", "", StringComparison.Ordinal);
            var role = Role is null ? "" : $"-{RoleName.Normal(Role)}";
            return $"{time}-{EventName}{role}.json";
        }
    }

    public RequestRecord Sealed() => this with { Digest = ComputeDigest() };

    public string ComputeDigest() => ContentDigest.Of(writer => Write(writer, withDigest: false));

    public byte[] ToJson() => JsonText.WriteFile(writer => Write(writer, withDigest: true));

    private void Write(Utf8JsonWriter writer, bool withDigest)
    {
        writer.WriteStartObject();
        writer.WriteString("event", EventName);
        writer.WriteString("ticket", Ticket);
        writer.WriteString("request_digest", RequestDigest);
        writer.WriteString("at", At.IsoText());
        writer.WriteIdentity("by", By);
        if (Role is not null)
            writer.WriteString("role", Role);
        if (Reason is not null)
            writer.WriteString("reason", Reason);
        if (ExpiresOn is { } end)
            writer.WriteString("expires_on", end.Text());
        if (withDigest)
            writer.WriteString("digest", Digest);
        writer.WriteEndObject();
    }
}
