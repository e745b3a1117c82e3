using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Upkeep;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>What is deployed, by which our denials are told from those of others.</summary>
/// <param name="PolicyIds">Of our policies.</param>
internal sealed record DeployedGuardrails(ImmutableHashSet<string> PolicyIds)
{
    /// <summary>Of the organization: no service control policy reaches it; null where it is not known.</summary>
    public AccountId? Management { get; init; }

    /// <summary>What they were made from; null when no reviewed configuration gives them.</summary>
    public GovernanceConfig? Config { get; private init; }

    /// <summary>Ready to decide; null when it is not known what they were made from.</summary>
    public PolicySet? Policies { get; private init; }

    /// <summary>Whether images that are not allowed are hidden, not only marked.</summary>
    public bool HidesImages => Policies?.Declarative?.State == AllowedImagesState.Enabled;

    /// <param name="seen">What was deployed, and from what.</param>
    /// <param name="day">Exceptions count as of this day (UTC).</param>
    /// <param name="files">Of the repository.</param>
    public static DeployedGuardrails Of(PlannedUpkeep seen, DateOnly day, IFileReader files)
    {
        // The record knows a policy that was just made by no id; one that somebody deleted is in the record alone.
        var ids = seen.Observed.Policies.Concat(seen.Deployed.Policies).Where(OurPolicies.IsManaged).Select(p => p.Id);
        var dist = seen.Config is { } config ? FindDeployedSource.Policies(config, day, seen.Deployed) : null;
        return new DeployedGuardrails([.. ids])
        {
            Config = seen.Config,
            Management = seen.Observed.ManagementAccount,
            Policies = dist is null
                ? null
                : Reading.Of(bag => PolicySet.Of(dist, OtherPolicies.None, files, bag)).IfSound,
        };
    }
}
