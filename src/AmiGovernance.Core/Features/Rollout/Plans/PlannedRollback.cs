using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>The calls of a rollback.</summary>
/// <param name="Observed">The organization as it was read; only our part of it in an emergency.</param>
/// <param name="Desired">What it is rolled back to.</param>
/// <param name="Result">The calls between them.</param>
/// <param name="Meaning">How decisions change; null when there is no plan.</param>
/// <param name="Notes">What does not come back, each with its reason.</param>
public sealed record PlannedRollback(
    RollbackTo To,
    Organization Observed,
    DesiredState Desired,
    PlanResult Result,
    MeaningDifference? Meaning,
    ImmutableArray<string> Notes
)
{
    /// <summary>Null when there are problems.</summary>
    public ProposedDeployment? Propose()
    {
        if (Result.Plan is not { } plan)
            return null;
        var after = plan.ApplyTo(Observed);
        var accounts = AffectedAccounts.Between(Observed, after);
        return new ProposedDeployment(Kind, plan, Observed, Desired)
        {
            Meaning = Meaning,
            Closes = Unfinished,
            Stops = Running,
            ReadAgain = ReadAgain,
            Accounts = accounts,
            // The configuration may not be readable: whoever goes back answers for all of it.
            Weaker = FindWeakenings.Run(plan, Observed, after, Desired, accounts, ReviewedEntries.None),
        };
    }

    /// <summary>See <see cref="ProposedDeployment.ReadAgain"/>.</summary>
    internal Func<IProgress<ReadProgress>?, CancellationToken, Task<Organization>>? ReadAgain { get; init; }

    /// <summary>What holds when no call is needed.</summary>
    public string Already { get; init; } = AlreadyOf(Observed);

    /// <summary>At night, the wrong credentials must not read as success.</summary>
    private static string AlreadyOf(Organization observed) =>
        observed.Attachments.Any(a => observed.Policy(a.PolicyId) is { } policy && OurPolicies.IsManaged(policy))
            ? $"{observed.Id} is in audit mode already"
            : $"no policy of ours is attached in {observed.Id}; is this the right organization, and the right profile?";

    /// <summary>Whether the files in `dist/`, which may not be here, would enforce again what this takes back.</summary>
    public bool LeavesEnforcingFiles { get; init; }

    /// <summary>Where a run began that broke off; null when every run ended, and where that cannot be known.</summary>
    internal DeploymentEntry? Unfinished { get; init; }

    /// <summary>See <see cref="ProposedDeployment.Stops"/>.</summary>
    internal string? Running { get; init; }

    private DeploymentKind Kind =>
        To == RollbackTo.AuditMode ? DeploymentKind.EmergencyRollback : DeploymentKind.Rollback;
}
