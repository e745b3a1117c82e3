using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Plans and promotions for machines.</summary>
internal static class PlanJson
{
    public static PlanDocument Of(PlanReport report, DateOnly day) =>
        new(
            day,
            report.Plan.OrganizationId,
            report.Caller.Arn,
            report.Plan.ModeBefore?.Name(),
            report.Plan.ModeAfter?.Name(),
            report.Plan.Enforces,
            report.Proposal.Notes.IfAny(),
            [.. report.Proposal.Weaker.Select(WeakeningPart.Of)],
            ChangedSincePart.Of(report.Changes),
            PlanStepPart.Of(report.Plan),
            report.Proposal.Meaning is { } meaning ? DifferencePart.Of(meaning) : DifferencePart.None,
            WriterPart.Of(report.Writers.Found),
            report.Writers.NotRead,
            report.Proposal.Proof is { Result: var proof } ? ProofPart.Of(proof.Guarantees, proof) : null,
            report.Permissions.Needed,
            report.Permissions.Missing
        );

    public static PromotionDocument Of(PromotionReport report, DateOnly day) =>
        new(
            day,
            report.Plan.OrganizationId,
            report.Caller.Arn,
            [.. report.Promotion.Part.Paths.Select(p => p[^1])],
            report.Promotion.Part.Accounts.Length,
            [.. report.Proposal.Gates.Select(GatePart.Of)],
            report.Proposal.Notes.IfAny(),
            ChangedSincePart.Of(report.Changes),
            PlanStepPart.Of(report.Plan),
            report.Promotion.Meaning is { } meaning ? DifferencePart.Of(meaning) : DifferencePart.None
        );
}
