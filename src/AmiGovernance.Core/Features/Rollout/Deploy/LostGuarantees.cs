using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>Finds the guarantees that hold in an organization as it is, and will not hold.</summary>
internal static class LostGuarantees
{
    /// <param name="config">Says what the policies must do.</param>
    /// <param name="before">The organization as it is.</param>
    /// <param name="after">What is proven once the calls are made; null where there are none.</param>
    /// <param name="today">Exceptions count as of this day (UTC).</param>
    public static IEnumerable<Weakening> Find(
        GovernanceConfig config,
        Organization before,
        DeploymentProof? after,
        DateOnly today
    )
    {
        // Where all hold, none is lost; where none of our policies is, none held.
        if (after is null or { Holds: true } || !before.Policies.Any(OurPolicies.IsManaged))
            return [];
        var held = ProveDeployment
            .Run(config, before, today)
            .Result.Guarantees.Where(g => g.Outcome == ProofOutcome.Proven)
            .Select(g => g.Number)
            .ToHashSet();
        return after
            .Result.Guarantees.Where(g => g.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven)
            .Where(g => held.Contains(g.Number))
            .Select(g => new Weakening(WeakeningKind.GuaranteeLost, $"guarantee {g.Number} is lost: {g.Title}", []));
    }
}
