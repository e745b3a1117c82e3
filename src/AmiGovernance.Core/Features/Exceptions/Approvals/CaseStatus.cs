using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>Where a request and each of its extensions stand.</summary>
/// <param name="Parts">The request itself, then its extensions by number.</param>
public sealed record CaseStatus(ExceptionCase Case, ImmutableArray<PartStatus> Parts)
{
    /// <summary>The newest part: what is decided on now.</summary>
    public PartStatus Newest => Parts[^1];

    public RequestState State => Case.End is not null ? RequestState.Ended : Of(Newest);

    public RequestState Of(PartStatus part)
    {
        if (Case.Implementation(part.Part) is not null)
            return RequestState.Implemented;
        if (part.Rejection is not null)
            return RequestState.Rejected;
        return part.ApprovedAt is null ? RequestState.InReview : RequestState.Approved;
    }

    /// <summary>The least that vouches for any approval that counts; null without approvals, or where there is no history to ask.</summary>
    public Assurance? Assurance => Decision.LeastAssurance(Parts.SelectMany(p => p.Approvals));

    /// <summary>
    /// The end that the approvals so far give: the days of the request count from its last approval, those of an extension from
    /// the end before it. Null while the request itself is not approved.
    /// </summary>
    public DateOnly? ApprovedEnd =>
        Parts[0].ApprovedAt?.Day().AddDays(Parts.Where(p => p.ApprovedAt is not null).Sum(p => p.Part.DurationDays));
}
