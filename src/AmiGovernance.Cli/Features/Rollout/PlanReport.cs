using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>A plan with all that somebody wants to know before it is carried out.</summary>
internal sealed record PlanReport(
    Plan Plan,
    PlannedDeployment Deployment,
    MeaningDifference Meaning,
    OrganizationProofResult? Proof,
    CallerDetails Caller,
    PlanPermissions Permissions
)
{
    public bool IsProven =>
        Proof is not { } proof
        || (
            !proof.Guarantees.IsEmpty
            && proof.Guarantees.All(g => g.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable)
            && proof.Groups.All(g => !g.Covered || g.Problems.IsEmpty)
        );
}
