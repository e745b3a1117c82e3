using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Ports;

/// <param name="AllFeatures">False when the organization has consolidated billing only: then it can have no policies.</param>
public sealed record OrganizationDetails(string Id, AccountId ManagementAccount, bool AllFeatures);

/// <param name="EnabledTypes">The types of policy that can be attached; those that say nothing about images are left out.</param>
public sealed record RootDetails(string Id, ImmutableArray<OrganizationPolicyType> EnabledTypes);

/// <summary>
/// The tree of an organization: root, organizational units, accounts. Every method throws <see cref="AwsException"/> when AWS refuses or
/// does not answer.
/// </summary>
public interface IOrganizationStructureReader
{
    Task<OrganizationDetails> DescribeOrganization(CancellationToken cancel);

    /// <summary>The root; an organization has one.</summary>
    Task<RootDetails> ListRoots(CancellationToken cancel);

    /// <summary>The accounts, each with its parent when the answer holds paths; else the parent is empty and must be asked for.</summary>
    Task<ImmutableArray<OrganizationAccount>> ListAccounts(CancellationToken cancel);

    /// <summary>The same, and somebody is told of each page: thousands of accounts take half a minute.</summary>
    /// <param name="read">Told how many accounts were read so far.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<OrganizationAccount>> ListAccounts(IProgress<int> read, CancellationToken cancel) =>
        ListAccounts(cancel);

    /// <param name="parentId">The root or an organizational unit.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<OrganizationAccount>> ListAccountsForParent(string parentId, CancellationToken cancel);

    /// <param name="parentId">The root or an organizational unit.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<OrganizationalUnit>> ListOrganizationalUnitsForParent(
        string parentId,
        CancellationToken cancel
    );

    /// <summary>The root or organizational unit that holds an account or unit.</summary>
    /// <param name="childId">The account or unit. One of another organization is refused with `ChildNotFoundException`.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<string> ListParents(string childId, CancellationToken cancel);
}
