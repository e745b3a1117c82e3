using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Gates;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>The calls from audit mode to enforcement.</summary>
/// <param name="Before">The organization before the promotion began; another than what was observed when a run did not end.</param>
/// <param name="Observed">The organization as it was read.</param>
/// <param name="Desired">What it should have.</param>
/// <param name="Result">The calls between what was observed and what is wanted.</param>
/// <param name="Part">What is promoted.</param>
/// <param name="Today">Guarantees are proven as of this day (UTC).</param>
public sealed record PlannedPromotion(
    GovernanceConfig Config,
    Organization Before,
    Organization Observed,
    DesiredState Desired,
    PlanResult Result,
    PromotedPart Part,
    DateOnly Today
)
{
    /// <summary>How decisions change where it is promoted; null when there is no plan, or nothing left to promote.</summary>
    public MeaningDifference? Meaning { get; init; }

    /// <summary>The service control policies as they are where everything is enforced.</summary>
    public ImmutableArray<PolicyDocument> Enforcing { get; init; } = [];

    /// <summary>The entries of the run that did not end and is gone on with, its gates among them; empty for a new promotion.</summary>
    public ImmutableArray<DeploymentEntry> Resumes { get; init; } = [];

    /// <summary>Where a run began that broke off, one that is gone on with or another; null when every run ended.</summary>
    internal DeploymentEntry? Unfinished { get; init; }

    /// <summary>See <see cref="ProposedDeployment.ReadAgain"/>.</summary>
    internal Func<IProgress<ReadProgress>?, CancellationToken, Task<Organization>>? ReadAgain { get; init; }

    /// <summary>What the gates look at.</summary>
    public GateInput Gates
    {
        get
        {
            var active = Part.Accounts.Where(IsActive).ToImmutableArray();
            return new GateInput(Config, Before, Part.Paths, active, Part.Accounts.Length - active.Length);
        }
    }

    private static bool IsActive(OrganizationAccount account) =>
        account.State is AccountState.Active or AccountState.PendingActivation;

    /// <summary>Null when there are problems.</summary>
    /// <param name="gates">As they were looked at; empty when a promotion is gone on with.</param>
    /// <param name="reviewed">The plan that was made before; null when it is made now.</param>
    public ProposedDeployment? Propose(ImmutableArray<Gate> gates, ReviewedPlan? reviewed) =>
        Result.Plan is { } plan
            ? new ProposedDeployment(DeploymentKind.Promotion, plan, Observed, Desired)
            {
                Reviewed = reviewed,
                Meaning = Meaning,
                Proof = ProposedDeployment.Prove(Config, plan, plan.ApplyTo(Observed), Today),
                Accounts = new AffectedAccounts([.. Part.Accounts.Select(a => a.Id)], []),
                Gates = gates,
                PassedItsGates = !Resumes.IsEmpty,
                Closes = Unfinished,
                ReadAgain = ReadAgain,
            }
            : null;
}
