using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Ports;

/// <summary>A policy without its content and tags, as lists give it.</summary>
/// <param name="AwsManaged">Whether it is one of AWS's own, such as `FullAWSAccess`.</param>
public sealed record PolicySummary(
    string Id,
    string Name,
    string Description,
    OrganizationPolicyType Type,
    bool AwsManaged
);

/// <summary>
/// The policies of an organization and where they are attached. Every method throws <see cref="AwsException"/> when AWS refuses or does
/// not answer.
/// </summary>
public interface IPolicyReader
{
    /// <param name="type">The type of policy; AWS lists one at a time.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<PolicySummary>> ListPolicies(OrganizationPolicyType type, CancellationToken cancel);

    /// <summary>In the order of attachment.</summary>
    /// <param name="targetId">A root, organizational unit or account.</param>
    /// <param name="type">The type of policy; AWS lists one at a time.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<PolicySummary>> ListPoliciesForTarget(
        string targetId,
        OrganizationPolicyType type,
        CancellationToken cancel
    );

    /// <summary>The roots, organizational units and accounts that a policy is attached to.</summary>
    /// <param name="policyId">Such as `p-abcd1234`.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<string>> ListTargetsForPolicy(string policyId, CancellationToken cancel);

    /// <summary>With its content, without tags.</summary>
    /// <param name="policyId">Such as `p-abcd1234`; one that is not there is refused with `PolicyNotFoundException`.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<OrganizationPolicy> DescribePolicy(string policyId, CancellationToken cancel);

    /// <param name="resourceId">The id of a policy.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableSortedDictionary<string, string>> ListTagsForResource(string resourceId, CancellationToken cancel);
}
