using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
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
    /// <summary>Those of the configuration, and which of them could be reviewed.</summary>
    internal ReviewedEntries Entries { get; init; } = ReviewedEntries.None;

    /// <summary>Where a run began that broke off; null when every run ended.</summary>
    internal DeploymentEntry? Unfinished { get; init; }

    /// <summary>See <see cref="ProposedDeployment.ReadAgain"/>.</summary>
    internal Func<IProgress<ReadProgress>?, CancellationToken, Task<Organization>>? ReadAgain { get; init; }

    /// <summary>Null when there are problems.</summary>
    public ProposedDeployment? Propose() =>
        Result.Plan is { } plan
            ? Propose(plan, plan.ApplyTo(Observed), PolicyMeaning.Change(Observed, Desired), null)
            : null;

    /// <summary>The calls of a plan that was made before, whatever the policies of the repository would want now.</summary>
    public ProposedDeployment Propose(ReviewedPlan reviewed)
    {
        var after = reviewed.Plan.ApplyTo(Observed);
        return Propose(reviewed.Plan, after, PolicyMeaning.Change(Observed, Desired, after), reviewed);
    }

    /// <param name="after">The organization once the calls are made; effective policies are worked out once for it.</param>
    private ProposedDeployment Propose(Plan plan, Organization after, MeaningDifference meaning, ReviewedPlan? reviewed)
    {
        var accounts = AffectedAccounts.Between(Observed, after);
        var proof = ProposedDeployment.Prove(Config, plan, after, Today);
        return new ProposedDeployment(DeploymentKind.Update, plan, Observed, Desired)
        {
            Reviewed = reviewed,
            Closes = Unfinished,
            ReadAgain = ReadAgain,
            Meaning = meaning,
            Proof = proof,
            Accounts = accounts,
            Ended = [.. StillAllowed(Observed).Except(StillAllowed(after))],
            Weaker =
            [
                .. FindWeakenings.Run(plan, Observed, after, Desired, accounts, Entries),
                .. LostGuarantees.Find(Config, Observed, proof, Today),
            ],
        };
    }

    private ImmutableArray<RenderDate> StillAllowed(Organization organization) =>
        EndedExceptions.StillAllowed(Config, new OurPolicies(organization, Desired).All, Today);
}
