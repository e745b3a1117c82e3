using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>The organization held against the policies of the repository.</summary>
/// <param name="Observed">The organization as it was read.</param>
/// <param name="Desired">What it should have, the stages among it.</param>
/// <param name="Result">The calls between them.</param>
/// <param name="Today">Guarantees are proven as of this day (UTC).</param>
public sealed record PlannedDeployment(
    GovernanceConfig Config,
    Organization Observed,
    DesiredState Desired,
    PlanResult Result,
    DateOnly Today
)
{
    /// <summary>Null when there are problems.</summary>
    public ProposedDeployment? Propose() =>
        Result.Plan is { } plan
            ? new ProposedDeployment(DeploymentKind.Update, plan, Observed, Desired)
            {
                Meaning = PolicyMeaning.Change(Observed, Desired),
                Proof = ProposedDeployment.Prove(Config, plan, Observed, Today),
                Accounts = AffectedAccounts.Between(Observed, plan.ApplyTo(Observed)),
            }
            : null;

    /// <summary>The calls of a plan that was made before, whatever the policies of the repository would want now.</summary>
    public ProposedDeployment Propose(ReviewedPlan reviewed)
    {
        var after = reviewed.Plan.ApplyTo(Observed);
        return new ProposedDeployment(DeploymentKind.Update, reviewed.Plan, Observed, Desired)
        {
            Reviewed = reviewed,
            Meaning = PolicyMeaning.Change(Observed, Desired, after),
            Proof = ProposedDeployment.Prove(Config, reviewed.Plan, Observed, Today),
            Accounts = AffectedAccounts.Between(Observed, after),
        };
    }
}
