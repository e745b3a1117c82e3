using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>The runbook's tests in the accounts, line by line.</summary>
/// <param name="At">When.</param>
/// <param name="Result">Incomplete: nothing was unexpected, but not everything was looked at.</param>
/// <param name="Accounts">That were verified.</param>
/// <param name="Regions">That were verified.</param>
/// <param name="Checklist">The runbook's.</param>
/// <param name="Checks">One thing in one place each.</param>
/// <param name="NotVerified">What was not checked at all.</param>
public sealed record VerificationDocument(
    Moment At,
    [OneOf("as_expected", "not_as_expected", "incomplete")] string Result,
    ImmutableArray<VerifiedAccountPart> Accounts,
    ImmutableArray<string> Regions,
    ImmutableArray<ChecklistPart> Checklist,
    ImmutableArray<CheckPart> Checks,
    ImmutableArray<NotVerifiedPart> NotVerified
) : ReportDocument;

/// <param name="Account">Its id.</param>
/// <param name="Name">Empty when the organization could not be read.</param>
/// <param name="Role">Why it was chosen, such as `publisher`, `exception until 2027-01-29`, `workload`.</param>
/// <param name="Mode">That is expected.</param>
/// <param name="ModeSource">Who says so, for people.</param>
public sealed record VerifiedAccountPart(
    string Account,
    string Name,
    string Role,
    [OneOf<AllowedImagesState>] string Mode,
    string ModeSource
);

/// <param name="Item">Of the checklist.</param>
/// <param name="Text">In the runbook's own words.</param>
/// <param name="Result">The worst of its checks.</param>
public sealed record ChecklistPart([OneOf<ChecklistItem>] string Item, string Text, [OneOf<LineResult>] string Result);

/// <param name="Item">Of the checklist.</param>
/// <param name="Test">What was done.</param>
/// <param name="Account">Its id.</param>
/// <param name="Region">Empty for what holds in all Regions.</param>
/// <param name="Evidence">Of which kind.</param>
/// <param name="Subject">The image or instance that was used; empty when there was none.</param>
/// <param name="SubjectSource">Where the image comes from; empty when that says nothing.</param>
/// <param name="Expected">In words.</param>
/// <param name="Actual">In words.</param>
/// <param name="Result">Whether they are the same.</param>
/// <param name="Note">Why it could not be checked, or what the answer does not show; empty when there is nothing to add.</param>
/// <param name="EventId">CloudTrail's record of the call; empty when it was not looked for or not found.</param>
/// <param name="Answer">AWS's, where the check rests on one.</param>
public sealed record CheckPart(
    [OneOf<ChecklistItem>] string Item,
    string Test,
    string Account,
    string Region,
    [OneOf<EvidenceKind>] string Evidence,
    string Subject,
    string SubjectSource,
    string Expected,
    string Actual,
    [OneOf<LineResult>] string Result,
    string Note,
    string EventId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] AnswerPart? Answer
);

/// <param name="Operation">Such as `ec2:RunInstances`, or the call that failed before it, such as `sts:AssumeRole`.</param>
/// <param name="Code">AWS's error code; empty when the call was carried out.</param>
/// <param name="Message">AWS's words; empty when the call was carried out.</param>
/// <param name="RequestId">Null when no answer came.</param>
public sealed record AnswerPart(
    string Operation,
    string Code,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? RequestId
);

/// <param name="Account">Empty for the organization itself.</param>
/// <param name="Region">Empty for what holds in all Regions.</param>
/// <param name="Reason">In one sentence.</param>
public sealed record NotVerifiedPart(string Account, string Region, string Reason);
