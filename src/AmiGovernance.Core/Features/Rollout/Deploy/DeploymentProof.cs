using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>The guarantees in the organization as it will be.</summary>
/// <param name="Result">Of all parts together: each guarantee with its worst outcome.</param>
/// <param name="NotReached">Accounts below a stage that our policies would not reach: there enforcement would be a claim.</param>
public sealed record DeploymentProof(OrganizationProofResult Result, ImmutableArray<AccountGroup> NotReached)
{
    /// <summary>
    /// Every guarantee holds wherever both policies reach, and there they are what is in effect. Where nothing is proven, nothing holds.
    /// </summary>
    public bool Holds =>
        !Result.Guarantees.IsEmpty
        && Result.Guarantees.All(g => g.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable)
        && Result.Groups.All(g => !g.Covered || g.Problems.IsEmpty)
        && NotReached.IsEmpty;
}
