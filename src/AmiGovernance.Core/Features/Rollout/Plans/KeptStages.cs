using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>
/// Stages that are enforced stay so, and follow the configuration: only promotion and rollback change what is enforced.
/// </summary>
internal static class KeptStages
{
    /// <summary>What is wanted, with the stages that the organization has, or that the files of another system bring.</summary>
    /// <param name="desired">What the files want, without stages.</param>
    /// <param name="repository">The configuration and the policies that it gives.</param>
    /// <param name="observed">Tells the stages: they are read from the organization, not from the configuration.</param>
    /// <param name="today">Exceptions count as of this day (UTC).</param>
    public static DesiredState In(
        DesiredState desired,
        ValidatedRepository repository,
        Organization observed,
        DateOnly today
    ) =>
        With(
            repository.Stages ?? StagedEnforcement.StagesOf(observed, repository.Config.Policy),
            desired,
            repository,
            observed,
            today
        );

    /// <summary>What is wanted, with the stages that are given.</summary>
    /// <param name="stages">At or below a target of the configuration.</param>
    /// <inheritdoc cref="In"/>
    public static DesiredState With(
        ImmutableArray<string> stages,
        DesiredState desired,
        ValidatedRepository repository,
        Organization observed,
        DateOnly today
    )
    {
        var (config, dist) = repository;
        desired = desired.KnownPart(observed);
        // Policies in `enabled` enforce everything; there are no stages beside them.
        if (stages.IsEmpty || dist.Mode != AllowedImagesState.AuditMode)
            return desired;
        if (Generated(config, AllowedImagesState.Enabled, today) is not { } enforcing)
            return desired;

        var whole = desired.KeepsOtherTargets ? WithTargetsThatStay(desired, observed, config) : desired;
        var index = OrganizationIndex.Of(observed);
        return StagedEnforcement.Add(
            whole,
            config.Policy,
            enforcing.ServiceControlPolicies,
            stages,
            index,
            enforcing.ScpCharacters
        );
    }

    /// <summary>Which targets lie above a stage also depends on those that stay.</summary>
    private static DesiredState WithTargetsThatStay(
        DesiredState desired,
        Organization observed,
        GovernanceConfig config
    )
    {
        var ours = new OurPolicies(observed, desired);
        var type = ScpAlone.ModeType(observed);
        var known = ours.Find(
            type,
            ScpAlone.In(observed) ? config.Policy.ScpName : config.Policy.DeclarativePolicyName
        );
        return known is null ? desired : desired with { Targets = [.. desired.Targets.Union(ours.TargetsOf(known))] };
    }

    /// <summary>What the configuration gives in a mode; null when AWS would not accept it, which validation reports.</summary>
    internal static GeneratedPolicies? Generated(GovernanceConfig config, AllowedImagesState mode, DateOnly today) =>
        Reading.Of(bag => PolicyGenerator.Generate(config, today, mode, bag)).Value;
}
