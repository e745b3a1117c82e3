using AmiGovernance.Core.Operations;
using AmiGovernance.Core.Operations.Rollout;
using AmiGovernance.Core.Planning;
using AmiGovernance.Core.Proof;

namespace AmiGovernance.Cli.Output;

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
