using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>Reads which accounts an organization has, in two calls. Where they stand in the tree it does not tell. Throws <see cref="AwsException"/>.</summary>
public static class ReadAccounts
{
    public static async Task<Organization> Run(IOrganizations organizations, CancellationToken cancel)
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
