using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>Reads which accounts an organization has, in two calls. Where they stand in the tree it does not tell.</summary>
public static class ReadAccounts
{
    /// <summary>The organization with its accounts, without tree and policies.</summary>
    /// <param name="organizations">The organization.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    public static async Task<Organization> Run(IOrganizationStructureReader organizations, CancellationToken cancel)
    {
        var details = await organizations.DescribeOrganization(cancel);
        return new Organization
        {
            Id = details.Id,
            ManagementAccount = details.ManagementAccount,
            RootId = "",
            Accounts = await organizations.ListAccounts(cancel),
        };
    }
}
