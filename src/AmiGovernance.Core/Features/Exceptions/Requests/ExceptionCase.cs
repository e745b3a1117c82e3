using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Requests;

/// <summary>What is decided on as one: the request itself (number 0), or one extension of it.</summary>
public sealed record RequestPart(
    int Number,
    int DurationDays,
    GitIdentity Requester,
    DateTimeOffset RequestedAt,
    string Digest,
    SourceText Source
)
{
    public bool IsExtension => Number > 0;

    public string Name =>
        IsExtension ? string.Create(CultureInfo.InvariantCulture, $"extension {Number}") : "the request";
}

public sealed record LocatedRecord(RequestRecord Record, SourceText Source);

public sealed record LocatedExtension(ExtensionRequest Extension, SourceText Source);

/// <summary>
/// One request with its extensions and with what happened to it, as the files say; who may have said it is judged elsewhere.
/// </summary>
public sealed record ExceptionCase
{
    public required ExceptionRequest Request { get; init; }

    public required SourceText Source { get; init; }

    /// <summary>By number, without gaps.</summary>
    public ImmutableArray<LocatedExtension> Extensions { get; init; } = [];

    /// <summary>By time.</summary>
    public ImmutableArray<LocatedRecord> Records { get; init; } = [];

    public string Ticket => Request.Ticket;

    public IEnumerable<RequestPart> Parts =>
        [
            new(0, Request.DurationDays, Request.Requester, Request.RequestedAt, Request.Digest, Source),
            .. Extensions.Select(e => new RequestPart(
                e.Extension.Number,
                e.Extension.DurationDays,
                e.Extension.Requester,
                e.Extension.RequestedAt,
                e.Extension.Digest,
                e.Source
            )),
        ];

    public RequestPart Newest => Parts.Last();

    /// <summary>The end of the exception before its time or after it; null while it may still run.</summary>
    public RequestRecord? End =>
        Records.Select(r => r.Record).LastOrDefault(r => r.Event is RequestEvent.Revoked or RequestEvent.Removed);

    /// <summary>Whether a part was asked for the version of what comes before it that is there now.</summary>
    public bool IsChained(RequestPart part) =>
        !part.IsExtension
        || Extensions.First(e => e.Extension.Number == part.Number).Extension.Previous
            == Parts.First(p => p.Number == part.Number - 1).Digest;

    /// <summary>Whether it was ever in the configuration, or has ended without it.</summary>
    public bool WasImplemented => End is not null || Implementation(Parts.First()) is not null;

    /// <summary>The end that was put into the configuration last; null when the request was never implemented.</summary>
    public DateOnly? ImplementedEnd
    {
        get
        {
            var parts = Parts.Select(p => p.Digest).ToHashSet(StringComparer.Ordinal);
            return Records
                .Select(r => r.Record)
                .LastOrDefault(r => r.Event == RequestEvent.Implemented && parts.Contains(r.RequestDigest))
                ?.ExpiresOn;
        }
    }

    public RequestRecord? Implementation(RequestPart part) =>
        Records
            .Select(r => r.Record)
            .FirstOrDefault(r => r.Event == RequestEvent.Implemented && r.RequestDigest == part.Digest);
}
