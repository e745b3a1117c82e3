using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Ports;

/// <param name="AllFeatures">False when the organization has consolidated billing only: then it can have no policies.</param>
public sealed record OrganizationDetails(string Id, string Arn, AccountId ManagementAccount, bool AllFeatures);

public sealed record RootDetails(string Id, ImmutableArray<OrganizationPolicyType> EnabledTypes);

/// <summary>A policy without its content and tags, as lists give it.</summary>
public sealed record PolicySummary(
    string Id,
    string Name,
    string Description,
    OrganizationPolicyType Type,
    bool AwsManaged
);

/// <summary>
/// AWS Organizations, one method for each call that we make, named as AWS names it. Lists follow all pages. Retries of throttled
/// and failed calls happen inside. Every method throws <see cref="AwsException"/> when AWS refuses.
/// </summary>
public interface IOrganizations
{
    Task<OrganizationDetails> DescribeOrganization(CancellationToken cancel);

    Task<RootDetails> ListRoots(CancellationToken cancel);

    /// <summary>The accounts, each with its parent when the answer holds paths; else the parent is empty and must be asked for.</summary>
    Task<ImmutableArray<OrganizationAccount>> ListAccounts(CancellationToken cancel);

    Task<ImmutableArray<OrganizationAccount>> ListAccountsForParent(string parentId, CancellationToken cancel);

    Task<ImmutableArray<OrganizationalUnit>> ListOrganizationalUnitsForParent(
        string parentId,
        CancellationToken cancel
    );

    /// <summary>The root or organizational unit that holds an account or unit.</summary>
    Task<string> ListParents(string childId, CancellationToken cancel);

    Task<ImmutableArray<PolicySummary>> ListPolicies(OrganizationPolicyType type, CancellationToken cancel);

    Task<ImmutableArray<PolicySummary>> ListPoliciesForTarget(
        string targetId,
        OrganizationPolicyType type,
        CancellationToken cancel
    );

    Task<ImmutableArray<string>> ListTargetsForPolicy(string policyId, CancellationToken cancel);

    /// <summary>With its content, without tags.</summary>
    Task<OrganizationPolicy> DescribePolicy(string policyId, CancellationToken cancel);

    Task<ImmutableSortedDictionary<string, string>> ListTagsForResource(string resourceId, CancellationToken cancel);

    /// <summary>The content without operators; null when the account has no effective policy of the type.</summary>
    Task<string?> DescribeEffectivePolicy(AccountId account, OrganizationPolicyType type, CancellationToken cancel);

    /// <summary>Accounts for which AWS keeps the last valid policy, because the merged one is not legal.</summary>
    Task<ImmutableArray<AccountId>> ListAccountsWithInvalidEffectivePolicy(
        OrganizationPolicyType type,
        CancellationToken cancel
    );

    /// <summary>The principals of the services with trusted access, such as `ec2.amazonaws.com`.</summary>
    Task<ImmutableArray<string>> ListAWSServiceAccessForOrganization(CancellationToken cancel);

    Task<ImmutableArray<AccountId>> ListDelegatedAdministrators(string servicePrincipal, CancellationToken cancel);

    Task EnableAWSServiceAccess(string servicePrincipal, CancellationToken cancel);

    Task EnablePolicyType(string rootId, OrganizationPolicyType type, CancellationToken cancel);

    /// <summary>Returns the new policy's id.</summary>
    Task<string> CreatePolicy(OrganizationPolicy policy, CancellationToken cancel);

    Task UpdatePolicy(OrganizationPolicy policy, CancellationToken cancel);

    Task DeletePolicy(string policyId, CancellationToken cancel);

    Task AttachPolicy(string policyId, string targetId, CancellationToken cancel);

    Task DetachPolicy(string policyId, string targetId, CancellationToken cancel);

    Task TagResource(string resourceId, ImmutableSortedDictionary<string, string> tags, CancellationToken cancel);
}
