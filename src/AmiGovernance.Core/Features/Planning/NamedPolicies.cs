using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// Where another system deploys, our policies are known by their names: not every carrier can set tags, and none sets the tag of what
/// it has not taken over yet. What was measured beside the configuration decides how the organization's policies are read.
/// </summary>
internal static class NamedPolicies
{
    /// <summary>The organization with our tags on what has our names; as it is where amigov itself deploys.</summary>
    /// <param name="carrier">Who deploys.</param>
    public static Organization Recognize(Organization observed, GovernanceConfig config, Carrier carrier)
    {
        observed = observed with { Locks = config.Facts.Locks.Value };
        if (carrier == Carrier.Amigov)
            return observed;
        return observed with { Policies = [.. observed.Policies.Select(p => Marked(p, config, carrier))] };
    }

    private static OrganizationPolicy Marked(OrganizationPolicy policy, GovernanceConfig config, Carrier carrier)
    {
        if (policy.AwsManaged || !OurPolicies.HasOurName(policy.Type, policy.Name, config.Policy))
            return policy;
        var tags = SetsTags(carrier) ? policy.Tags : policy.Tags.SetItems(config.Policy.Tags);
        return policy with { Tags = tags.SetItem(DesiredState.OwnerTag, "true") };
    }

    /// <summary>LZA sets its own tags alone, CfCT none on service control policies; what is never there is no difference.</summary>
    private static bool SetsTags(Carrier carrier) => carrier is not (Carrier.Lza or Carrier.Cfct);
}
