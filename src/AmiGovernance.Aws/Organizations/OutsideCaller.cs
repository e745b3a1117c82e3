using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Organizations;

/// <summary>
/// Organizations denies nearly all calls to who is in another account than the management account. Then a permission is not the matter.
/// </summary>
/// <param name="organization">Answers every account of the organization.</param>
/// <param name="caller">Who calls; asked where a call is denied.</param>
internal sealed class OutsideCaller(
    IOrganizationStructureReader organization,
    Func<CancellationToken, Task<CallerDetails>> caller
)
{
    /// <summary>Makes a call; its denial says which accounts there are.</summary>
    public async Task<T> Explained<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            return await call();
        }
        catch (AwsException e) when (e.IsAccessDenied)
        {
            throw new AwsException(e.Failure with { Outside = await Accounts(cancel) });
        }
    }

    /// <summary>Null when the caller is in the management account, and when that cannot be found out.</summary>
    private async Task<(AccountId Own, AccountId Management)?> Accounts(CancellationToken cancel)
    {
        try
        {
            var management = (await organization.DescribeOrganization(cancel)).ManagementAccount;
            var own = (await caller(cancel)).Account;
            return own == management ? null : (own, management);
        }
        catch (AwsException)
        {
            return null;
        }
    }
}
