using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>The effective policies of the accounts: with all policies, and as ours alone would give them.</summary>
internal sealed class PolicyEffects
{
    public PolicyEffects(OrganizationIndex index)
    {
        var organization = index.Organization;
        Index = index;
        Ours = [.. organization.Policies.Where(OurPolicies.IsManaged)];
        OurIds = Ours.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        Effective = index.Effective;
        var oursAlone = organization with
        {
            Policies = Ours,
            Attachments = [.. organization.Attachments.Where(a => OurIds.Contains(a.PolicyId))],
        };
        ByOurs = OrganizationIndex.Of(oursAlone).Effective;
        Active =
        [
            .. organization.Accounts.Where(a => a.State is AccountState.Active or AccountState.PendingActivation),
        ];
    }

    public OrganizationIndex Index { get; }

    /// <summary>The policies that carry our tag, attached or not.</summary>
    public ImmutableArray<OrganizationPolicy> Ours { get; }

    public IReadOnlySet<string> OurIds { get; }

    public EffectivePolicies Effective { get; }

    public EffectivePolicies ByOurs { get; }

    /// <summary>Accounts that can launch something.</summary>
    public ImmutableArray<OrganizationAccount> Active { get; }

    /// <summary>What our policies come to on a target; null when they tell no mode.</summary>
    public AllowedImagesState? ModeOn(string target) =>
        ScpAlone.In(Index.Organization)
            ? ScpAlone.Mode([.. OurScpsOn(target).Select(p => p.Content)])
            : ByOurs.Of(target).Policy?.State;

    /// <summary>Those that reach a target, from the root down.</summary>
    public IEnumerable<OrganizationPolicy> OurScpsOn(string target) =>
        Index
            .Levels(target, OrganizationPolicyType.ServiceControlPolicy)
            .SelectMany(level => level)
            .Where(p => OurIds.Contains(p.Id));

    /// <summary>What is in effect in an account unlike our policy; empty when it is the same, or when ours do not reach it.</summary>
    public ImmutableArray<string> Differences(OrganizationAccount account)
    {
        var found = Effective.Of(account.Id.Value);
        return ByOurs.Of(account.Id.Value).Policy is { } ours && found.IsValid
            ? DeclarativeDifference.NotInEffect(ours, found.Policy)
            : [];
    }

    /// <summary>Accounts where a policy of somebody else wins against ours.</summary>
    public IEnumerable<Drift> OverriddenBy() =>
        Active
            .SelectMany(a => Differences(a).Select(d => (Account: a.Id, What: $"{d}{Cause(Effective.Of(a.Id.Value))}")))
            .GroupBy(d => d.What, d => d.Account)
            .Select(group => new Drift(
                "our policy and what is in effect",
                $"in {OrganizationProof.Describe([.. group])}: {group.Key}",
                "amigov plan"
            ));

    private string Cause(EffectivePolicy effective)
    {
        var ours = Ours.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var others = effective
            .Merged.Sources.Where(s => s.Key.StartsWith($"/{DeclarativeAttributes.Root}/", StringComparison.Ordinal))
            .SelectMany(s => s.Value)
            .Where(n => !ours.Contains(n))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(n => $"`{n}`")
            .ToList();
        return others.Count == 0 ? "" : $" (set by policy {string.Join(", ", others)})";
    }
}
