using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

public enum RequestState
{
    /// <summary>Approvals are missing.</summary>
    InReview,

    Rejected,

    /// <summary>All who must have approved; the configuration does not have it yet.</summary>
    Approved,

    Implemented,

    /// <summary>Revoked, or removed after its end.</summary>
    Ended,
}

/// <summary>Where a request and each of its extensions stand.</summary>
public sealed record CaseStatus(ExceptionCase Case, ImmutableArray<PartStatus> Parts)
{
    public static readonly IReadOnlyList<string> StateNames =
    [
        "in_review",
        "rejected",
        "approved",
        "implemented",
        "ended",
    ];

    /// <summary>The newest part: what is decided on now.</summary>
    public PartStatus Newest => Parts[^1];

    public RequestState State => Case.End is not null ? RequestState.Ended : Of(Newest);

    public RequestState Of(PartStatus part) =>
        Case.Implementation(part.Part) is not null ? RequestState.Implemented
        : part.Rejection is not null ? RequestState.Rejected
        : part.ApprovedAt is not null ? RequestState.Approved
        : RequestState.InReview;

    /// <summary>
    /// The end that the approvals so far give: the days of the request count from its last approval, those of an extension from
    /// the end before it. Null while the request itself is not approved.
    /// </summary>
    public DateOnly? ApprovedEnd =>
        Parts
            .Where(p => p.ApprovedAt is not null)
            .Aggregate(
                (DateOnly?)null,
                (end, p) => (end ?? (p.Part.Number == 0 ? p.ApprovedAt?.Day() : null))?.AddDays(p.Part.DurationDays)
            );
}
