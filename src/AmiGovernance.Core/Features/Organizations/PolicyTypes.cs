using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>The types of policies that are read.</summary>
internal static class PolicyTypes
{
    /// <summary>
    /// The policies of a type; null when the service does not know it, and when resource control policies may not be listed: a
    /// delegation of the two types that decide about images does not include them.
    /// </summary>
    /// <param name="aws">The organization.</param>
    /// <param name="type">Every service knows service control policies: a refusal of these stays one.</param>
    /// <param name="cancel">Ends the call.</param>
    public static async Task<ImmutableArray<PolicySummary>?> ListKnown(
        IPolicyReader aws,
        OrganizationPolicyType type,
        CancellationToken cancel
    )
    {
        try
        {
            return await aws.ListPolicies(type, cancel);
        }
        catch (AwsException e)
            when (type != OrganizationPolicyType.ServiceControlPolicy && e.Failure.SaysUnknownPolicyType)
        {
            return null;
        }
        catch (AwsException e) when (!type.Kind().DecidesOnImages && e.IsAccessDenied)
        {
            return null;
        }
    }
}
