using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>The history of one exception.</summary>
/// <param name="AsOf">The day (UTC).</param>
/// <param name="Ticket">Of the request; left out with the next four when there is none.</param>
/// <param name="State">Of its newest part.</param>
/// <param name="ApprovedUntil">The end that follows from the approvals.</param>
/// <param name="Request">As its file holds it.</param>
/// <param name="Parts">The request and its extensions.</param>
/// <param name="End">How the exception ended.</param>
/// <param name="Entry">Of the configuration.</param>
/// <param name="TimeLimits">Of the service levels.</param>
/// <param name="Commits">That changed its files; left out when there is no history to ask.</param>
/// <param name="Deployments">Since it is in the configuration.</param>
/// <param name="ImageUse">Who uses the images; left out when nobody looked.</param>
/// <param name="NotLooked">What was not looked at.</param>
public sealed record ExceptionDocument(
    DateOnly AsOf,
    string? Ticket,
    [OneOf<RequestState>] string? State,
    DateOnly? ApprovedUntil,
    RequestContentPart? Request,
    ImmutableArray<RequestPartPart>? Parts,
    RequestRecordPart? End,
    ExceptionEntryPart? Entry,
    ImmutableArray<TimeLimitPart> TimeLimits,
    ImmutableArray<CommitPart>? Commits,
    ImmutableArray<string> Deployments,
    UsePart? ImageUse,
    ImmutableArray<string> NotLooked
) : ReportDocument;

/// <param name="AccountId">Whose images are allowed.</param>
/// <param name="State">On the day.</param>
/// <param name="ExpiresOn">The first day (UTC) without it.</param>
public sealed record ExceptionEntryPart(string AccountId, [OneOf<ExceptionState>] string State, DateOnly? ExpiresOn);

/// <param name="Id">Its hash.</param>
/// <param name="At">When.</param>
/// <param name="Author">Name and address.</param>
/// <param name="Subject">The first line of its message.</param>
public sealed record CommitPart(string Id, Moment At, string Author, string Subject);

/// <param name="Ticket">Where it is worked on.</param>
/// <param name="AccountId">Whose images shall be allowed.</param>
/// <param name="Type">Of exception.</param>
/// <param name="DurationDays">From the last approval.</param>
/// <param name="BusinessJustification">Why.</param>
/// <param name="WorkloadDescription">What runs there.</param>
/// <param name="SecurityReview">Of the images.</param>
/// <param name="MigrationPlan">How the exception ends.</param>
/// <param name="TechnicalContact">A mail address.</param>
/// <param name="Sponsor">Who stands for it.</param>
/// <param name="RequestedBy">The team.</param>
/// <param name="UsableBy">Accounts that may launch the images besides the owner; left out for the whole organization.</param>
/// <param name="MayCreateImages">Left out when the account may not.</param>
/// <param name="OutsideOrganization">The account is known to be no member.</param>
/// <param name="Requester">Who asked.</param>
/// <param name="RequestedAt">When.</param>
public sealed record RequestContentPart(
    string Ticket,
    string AccountId,
    string Type,
    int DurationDays,
    string BusinessJustification,
    string WorkloadDescription,
    [OneOf<SecurityReview>] string SecurityReview,
    string MigrationPlan,
    string TechnicalContact,
    string Sponsor,
    string RequestedBy,
    ImmutableArray<string>? UsableBy,
    bool? MayCreateImages,
    bool? OutsideOrganization,
    PersonPart Requester,
    Moment RequestedAt
)
{
    public static RequestContentPart Of(ExceptionRequest request) =>
        new(
            request.Ticket,
            request.Account.Value,
            request.Type,
            request.DurationDays,
            request.BusinessJustification,
            request.WorkloadDescription,
            request.SecurityReviewName,
            request.MigrationPlan,
            request.TechnicalContact,
            request.Sponsor,
            request.RequestedBy,
            request.UsableBy.Select(a => a.Value).ToImmutableArray().IfAny(),
            request.MayCreateImages ? true : null,
            request.OutsideOrganization ? true : null,
            new PersonPart(request.Requester.Name, request.Requester.Email),
            request.RequestedAt
        );
}

/// <param name="Name">As git has it.</param>
/// <param name="Email">As git has it.</param>
public sealed record PersonPart(string Name, string Email);

/// <param name="Extension">Its number; 0 for the request itself.</param>
/// <param name="State">Of this part.</param>
/// <param name="DurationDays">From the last approval.</param>
/// <param name="Version">The digest that approvals are bound to.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="Requester">Name and address.</param>
/// <param name="MissingApprovals">Roles.</param>
/// <param name="Decisions">That count: the approvals, then the rejection.</param>
/// <param name="Implemented">How it came into the configuration.</param>
public sealed record RequestPartPart(
    int Extension,
    [OneOf<RequestState>] string State,
    int DurationDays,
    string Version,
    Moment RequestedAt,
    string Requester,
    ImmutableArray<string> MissingApprovals,
    ImmutableArray<DecisionPart> Decisions,
    RequestRecordPart? Implemented
)
{
    public static RequestPartPart Of(CaseStatus status, PartStatus judged)
    {
        var part = judged.Part;
        return new RequestPartPart(
            part.Number,
            status.Of(judged).Name(),
            part.DurationDays,
            part.Digest,
            part.RequestedAt,
            part.Requester.ToString(),
            judged.Missing,
            [.. judged.Decisions.Select(DecisionPart.Of)],
            RequestRecordPart.Of(status.Case.Implementation(part))
        );
    }
}

/// <param name="Role">In which it was decided.</param>
/// <param name="Event">What was decided.</param>
/// <param name="By">Name and address.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Null when none is given.</param>
/// <param name="Commit">That holds it.</param>
/// <param name="Assurance">What vouches for it; left out where there is no history to ask.</param>
public sealed record DecisionPart(
    string Role,
    [OneOf<RequestEvent>] string Event,
    string By,
    Moment At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reason,
    string? Commit,
    [OneOf<Assurance>] string? Assurance
)
{
    internal static DecisionPart Of(Decision decision) =>
        new(
            decision.Role,
            decision.Record.EventName,
            decision.Record.By.ToString(),
            decision.Record.At,
            decision.Record.Reason,
            decision.Commit?.Id,
            decision.Assurance is { } assurance ? Assurances.Names.Of(assurance) : null
        );
}

/// <param name="Event">What happened.</param>
/// <param name="At">When.</param>
/// <param name="By">Name and address.</param>
/// <param name="ExpiresOn">The end that was put into the configuration.</param>
/// <param name="Reason">Why.</param>
public sealed record RequestRecordPart(
    [OneOf<RequestEvent>] string Event,
    Moment At,
    string By,
    DateOnly? ExpiresOn,
    string? Reason
)
{
    /// <summary>Null for null.</summary>
    public static RequestRecordPart? Of(RequestRecord? record) =>
        record is null
            ? null
            : new RequestRecordPart(record.EventName, record.At, record.By.ToString(), record.ExpiresOn, record.Reason);
}
