using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>What an organization should have before and after a promotion.</summary>
/// <param name="Names">The names of our policies.</param>
/// <param name="Audit">What is wanted while nothing is enforced.</param>
/// <param name="Everything">What is wanted when everything is enforced; null for a stage.</param>
/// <param name="Enforcing">The policies as they are where everything is enforced.</param>
/// <param name="Targets">The ids of what becomes a stage; empty when everything is enforced.</param>
/// <param name="Index">The organization as it was read.</param>
internal sealed record PromotionStates(
    PolicyConfig Names,
    DesiredState Audit,
    DesiredState? Everything,
    GeneratedPolicies Enforcing,
    ImmutableArray<string> Targets,
    OrganizationIndex Index
)
{
    /// <summary>What an organization should have now.</summary>
    /// <param name="before">The organization before the promotion began.</param>
    public DesiredState Now(Organization before) => WithStages(StagesOf(before));

    /// <summary>What an organization should have once it is promoted.</summary>
    /// <param name="before">The organization before the promotion began.</param>
    public DesiredState Wanted(Organization before) => Everything ?? WithStages([.. StagesOf(before), .. Targets]);

    public ImmutableArray<string> StagesOf(Organization organization) =>
        StagedEnforcement.StagesOf(organization, Names);

    /// <summary>What is promoted: what the caller names, or all targets of the configuration.</summary>
    public IEnumerable<string> Promoted => Everything is null ? Targets : Audit.TargetsIn(Index.Organization);

    private DesiredState WithStages(ImmutableArray<string> stages) =>
        StagedEnforcement.Add(Audit, Names, Enforcing.ServiceControlPolicies, stages, Index, Enforcing.ScpCharacters);
}
