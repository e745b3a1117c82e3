using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>How our policies are called, where they are attached, and what becomes of those that are there.</summary>
internal sealed class AdoptionNaming
{
    private readonly Organization organization;
    private readonly ImmutableArray<FoundPolicy> found;
    private readonly ScpFacts scps;
    private readonly DeclarativeFacts declaratives;
    private readonly OrganizationIndex index;

    /// <summary>Null where ours begins in audit mode.</summary>
    private readonly BlockedTargets? blocked;

    public AdoptionNaming(
        Organization organization,
        ImmutableArray<FoundPolicy> found,
        GeneratedPolicies ours,
        ScpFacts scps,
        DeclarativeFacts declaratives
    )
    {
        (this.organization, this.found, this.scps, this.declaratives) = (organization, found, scps, declaratives);
        StartsInAudit =
            ours.Mode == AllowedImagesState.Enabled
            && organization.Knows(OrganizationPolicyType.DeclarativePolicyEc2)
            && declaratives.Meaning.State != AllowedImagesState.Enabled;
        index = OrganizationIndex.Of(organization);
        blocked =
            ours.Mode == AllowedImagesState.Enabled && !StartsInAudit
                ? new BlockedTargets(organization, scps, declaratives)
                : null;
        var choose = new ChooseNames(organization, found, ours) { StartsInAudit = StartsInAudit, Blocked = blocked };
        (Scp, Declarative) = (choose.Scp(scps), choose.Declarative(declaratives));
    }

    /// <summary>
    /// Whether a service control policy blocks launches and the declarative policy does not: the second layer is enforced through the gates
    /// of `promote`, and the policy that blocks launches stays until then.
    /// </summary>
    public bool StartsInAudit { get; }

    public ChosenName Scp { get; }

    public ChosenName Declarative { get; }

    public IEnumerable<FoundPolicy> Replaced => Scp.Replaced.Concat(Declarative.Replaced);

    public AdoptedConfiguration Name(AdoptedConfiguration config) =>
        config with
        {
            Targets = Targets(),
            Policy = config.Policy with { ScpName = Scp.Name, DeclarativePolicyName = Declarative.Name },
        };

    /// <summary>Nothing that is replaced is detached from where it is, and nothing is enforced where it was not.</summary>
    private ImmutableArray<string> Targets()
    {
        var deciding = Replaced.ToList();
        if (deciding.Count == 0)
            deciding = [.. Deciding()];
        if (deciding.Count == 0)
            deciding = [.. found];
        return
        [
            .. deciding
                .SelectMany(p => p.Targets)
                .Distinct(StringComparer.Ordinal)
                .Where(t => blocked?.Reach(t) != false)
                .Select(t => t == organization.RootId ? OrganizationTarget.Root : t)
                .Where(OrganizationTarget.IsValid)
                .OrderBy(t => t == OrganizationTarget.Root ? 0 : 1)
                .ThenBy(t => t, StringComparer.Ordinal),
        ];
    }

    /// <summary>Those that say which images may be launched.</summary>
    private IEnumerable<FoundPolicy> Deciding()
    {
        if (declaratives.Main is { } main)
            yield return main.Policy;
        if (scps.Launch is { } launch)
            yield return launch.Policy;
    }

    public ImmutableArray<FoundPolicy> Fates() => [.. found.Select(Fate)];

    private FoundPolicy Fate(FoundPolicy policy)
    {
        if (Replaced.Any(r => r.Policy.Id == policy.Policy.Id))
            return policy with { Fate = PolicyFate.Replaced };
        if (!IsUsed(policy))
            return policy with { Fate = PolicyFate.NotUsed, Reason = "it says nothing that the configuration can say" };
        var reason =
            policy.Policy.Type == OrganizationPolicyType.DeclarativePolicyEc2 ? Declarative.Reason : Scp.Reason;
        return policy with
        {
            Fate = PolicyFate.Stays,
            Reason = reason.Length > 0 ? reason : "ours says it in another policy",
        };
    }

    private bool IsUsed(FoundPolicy policy) =>
        scps.Used.Contains(policy) || declaratives.Read.Any(d => d.Policy == policy);

    /// <summary>Where policies that are used are attached, and ours is not: it would block launches there.</summary>
    public (ImmutableArray<string> Targets, string Why)? LeftOut
    {
        get
        {
            if (blocked is null)
                return null;
            var left = found.Where(IsUsed).SelectMany(p => blocked.NotAmong(p)).Distinct(StringComparer.Ordinal);
            ImmutableArray<string> targets = [.. left.Order(StringComparer.Ordinal)];
            return targets.IsEmpty ? null : (targets, blocked.By);
        }
    }

    /// <summary>Where a layer is attached that was not there.</summary>
    public IEnumerable<string> AddedTargets(AdoptedConfiguration config)
    {
        foreach (
            var type in (OrganizationPolicyType[])
                [OrganizationPolicyType.DeclarativePolicyEc2, OrganizationPolicyType.ServiceControlPolicy]
        )
            if (Added(type, config) is { IsEmpty: false } added)
                yield return $"the {type.Kind().Title} on {string.Join(", ", added)}: both layers have the same targets";
    }

    /// <summary>The targets at which a layer that is there was not in effect; empty for a layer that was nowhere.</summary>
    public ImmutableArray<string> Added(OrganizationPolicyType type, AdoptedConfiguration config)
    {
        var there = found
            .Where(p => p.Policy.Type == type && IsUsed(p))
            .SelectMany(p => p.Targets)
            .ToHashSet(StringComparer.Ordinal);
        return there.Count == 0 ? [] : [.. config.Targets.Where(t => !BlockedTargets.IsReached(index, Id(t), there))];
    }

    private string Id(string target) => target == OrganizationTarget.Root ? organization.RootId : target;
}
