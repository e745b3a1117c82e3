using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Who deployed a policy, as far as the record of deployments or the organization tells.</summary>
public enum Deployer
{
    Unknown,
    Amigov,
    SomebodyElse,
}

/// <summary>Finds out whose the policy is that AWS names by its id.</summary>
public static class Deployers
{
    /// <param name="refusal">Null when AWS said nothing.</param>
    /// <param name="deployed">The ids of the policies of its kind that amigov deployed; none tell nothing.</param>
    public static NamedRefusal? By(NamedRefusal? refusal, ImmutableHashSet<string> deployed)
    {
        if (refusal?.PolicyId is not { } id || deployed.IsEmpty)
            return refusal;
        return refusal with { Deployer = deployed.Contains(id) ? Deployer.Amigov : Deployer.SomebodyElse };
    }

    /// <param name="denied">What denies the call here; null for nothing.</param>
    internal static NamedRefusal? By(NamedRefusal? refusal, Organization organization, ScpAnswer? denied)
    {
        if (refusal?.PolicyId is not { } id || organization.Policy(id) is not { } policy)
            return refusal;
        if (policy.Tags.ContainsKey(DesiredState.OwnerTag) || refusal.Deployer == Deployer.Amigov)
            return refusal with { Deployer = Deployer.Amigov };
        // What denies here is shown, whoever deployed it.
        return refusal with { Deployer = denied?.PolicyId == id ? Deployer.Unknown : Deployer.SomebodyElse };
    }
}
