using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>
/// A decision on a call. When the policies cannot be asked, only what AWS said and what is missing is there.
/// </summary>
/// <param name="Decision">On the whole call.</param>
/// <param name="Layer">That denies; empty when none does.</param>
/// <param name="Mark">What audit mode does with an image that passes; empty for nothing.</param>
/// <param name="Summary">The lines with which the text begins, and what they rest on.</param>
/// <param name="PoliciesDecision">By the policies at hand, where AWS has said something else beside.</param>
/// <param name="Refusal">What AWS said.</param>
/// <param name="DependsOn">Condition keys, of a decision that depends.</param>
/// <param name="MissingFacts">What would decide, of a decision that is not known.</param>
/// <param name="NotJudged">What the answer leaves out, a sentence each.</param>
/// <param name="Action">IAM action.</param>
/// <param name="Account">Of the caller.</param>
/// <param name="Principal">The caller's ARN.</param>
/// <param name="Region">Where.</param>
/// <param name="Time">Of the call.</param>
/// <param name="ServiceControlPolicy">What the policies that authorize say, for each resource.</param>
/// <param name="ResourceControlPolicies">That were given; none reaches a call of EC2.</param>
/// <param name="DeclarativePolicy">What the declarative policy says of the image.</param>
/// <param name="RefusedFor">
/// The attribute of the declarative policy for which EC2 refuses the call, whoever makes it: it blocks public sharing, or accounts cannot
/// change it.
/// </param>
public sealed record ExplanationDocument(
    [OneOf<CallVerdict>] string Decision,
    [OneOf<PolicyLayer>("", "declarative_policy")] string Layer,
    [OneOf<AuditMark>] string? Mark,
    ExplanationSummaryPart Summary,
    [OneOf<CallVerdict>] string? PoliciesDecision,
    RefusalPart? Refusal,
    ImmutableArray<string>? DependsOn,
    ImmutableArray<string> MissingFacts,
    ImmutableArray<string>? NotJudged,
    string? Action,
    string? Account,
    string? Principal,
    string? Region,
    OffsetMoment? Time,
    ImmutableArray<ResourceAnswerPart>? ServiceControlPolicy,
    ImmutableArray<string>? ResourceControlPolicies,
    ImageAnswerPart? DeclarativePolicy,
    string? RefusedFor
) : ReportDocument;

/// <param name="BlockedBy">What blocks, in words.</param>
/// <param name="Why">In words.</param>
/// <param name="Instead">What helps, in words.</param>
/// <param name="Image">Its id; null when none is named.</param>
/// <param name="ImageOwner">As `ec2:Owner` has it; null when it is not known.</param>
/// <param name="ImageName">Null when it is not known.</param>
/// <param name="ImageKnownFrom">Empty when nothing is known of it but what the call says.</param>
/// <param name="UseImage">The image to use instead; null for none.</param>
/// <param name="UseParameter">The public parameter to use instead; null for none.</param>
/// <param name="PoliciesFor">The mode of policies that were generated for the answer; null for policies that are there.</param>
public sealed record ExplanationSummaryPart(
    string BlockedBy,
    string Why,
    string Instead,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Image,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ImageOwner,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ImageName,
    [OneOf("", "inventory")] string ImageKnownFrom,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? UseImage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? UseParameter,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] [OneOf<AllowedImagesState>] string? PoliciesFor
);

/// <param name="Kind">docs/reference/errors.md has them all.</param>
/// <param name="IsRecorded">CloudTrail's record said it, not the caller.</param>
/// <param name="ErrorCode">AWS's; empty when it is not known.</param>
/// <param name="Way">A statement denies, or none allows; empty when AWS does not say.</param>
/// <param name="PolicyKind">Of the policy that AWS names; null when it names none.</param>
/// <param name="Policy">Its ARN; null when AWS does not say.</param>
/// <param name="Resource">Null when AWS does not say.</param>
/// <param name="Principal">Null when AWS does not say.</param>
/// <param name="Statements">That AWS names.</param>
/// <param name="Look">Where people look next.</param>
/// <param name="Source">The page or thread that shows such an error.</param>
public sealed record RefusalPart(
    [OneOf<RefusalKind>] string Kind,
    bool IsRecorded,
    string ErrorCode,
    [OneOf<DenyWay>] string Way,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? PolicyKind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Policy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Resource,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Principal,
    ImmutableArray<string> Statements,
    string Look,
    string Source
);

/// <param name="Resource">Its ARN.</param>
/// <param name="Decision">On it.</param>
/// <param name="Statement">The Sid of the statement that decides, where a file holds it; null when it has none.</param>
/// <param name="File">Where that stands.</param>
/// <param name="Line">Where that begins.</param>
/// <param name="NotMatching">Statements that could have denied, and why they did not.</param>
/// <param name="MissingKeys">That the policies look at and such a request never carries.</param>
/// <param name="Depends">Statements that decide or do not, by what is not known.</param>
public sealed record ResourceAnswerPart(
    string Resource,
    [OneOf<Outcome>] string Decision,
    StatementName? Statement,
    string? File,
    int? Line,
    ImmutableArray<NotMatchingPart> NotMatching,
    ImmutableArray<string> MissingKeys,
    ImmutableArray<OpenStatementPart> Depends
);

/// <param name="Statement">Its Sid; null when it has none.</param>
/// <param name="File">Where it stands.</param>
/// <param name="Because">The first condition that does not hold, in words.</param>
public sealed record NotMatchingPart(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Statement,
    string File,
    string Because
);

/// <param name="Statement">Its Sid; null when it has none.</param>
/// <param name="Keys">Condition keys that are not known.</param>
public sealed record OpenStatementPart(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Statement,
    ImmutableArray<string> Keys
);

/// <param name="Verdict">On the image.</param>
/// <param name="Criterion">That allowed it.</param>
/// <param name="Mismatches">For each criterion that did not match for certain, why.</param>
public sealed record ImageAnswerPart(
    [OneOf<ImageVerdict>] string Verdict,
    string? Criterion,
    ImmutableArray<string> Mismatches
);
