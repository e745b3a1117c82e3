using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>The types of policies that are read.</summary>
internal static class PolicyTypes
{
    public static readonly ImmutableArray<OrganizationPolicyType> All =
    [
        OrganizationPolicyType.ServiceControlPolicy,
        OrganizationPolicyType.DeclarativePolicyEc2,
    ];
}
