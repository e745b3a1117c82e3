using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>A promotion from audit mode to enforcement, with its gates.</summary>
/// <param name="AsOf">The day (UTC).</param>
/// <param name="Organization">Its id.</param>
/// <param name="Caller">The ARN of whoever promotes.</param>
/// <param name="Targets">That are promoted and not enforced yet.</param>
/// <param name="Accounts">How many are in them.</param>
/// <param name="Gates">Between audit mode and enforcement.</param>
/// <param name="Notes">What to know beside, a sentence each.</param>
/// <param name="ChangedSince">What others did to our policies since the last deployment.</param>
/// <param name="Steps">The calls, in their order.</param>
/// <param name="Meaning">What changes in meaning where it is promoted.</param>
public sealed record PromotionDocument(
    DateOnly AsOf,
    string Organization,
    string Caller,
    ImmutableArray<string> Targets,
    int Accounts,
    ImmutableArray<GatePart> Gates,
    ImmutableArray<string>? Notes,
    ImmutableArray<ChangedSincePart>? ChangedSince,
    ImmutableArray<PlanStepPart> Steps,
    DifferencePart Meaning
) : ReportDocument;
