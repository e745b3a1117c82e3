using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>
/// Images in the accounts of an organization: own credentials for the own account, a role in every other. Lists follow all
/// pages, calls keep within the request budget of their account and Region, and are made again where AWS says so.
/// </summary>
public interface IImageReader
{
    /// <summary>All Regions that there are for the account, enabled or not.</summary>
    /// <param name="account">Whose credentials the call is made with.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer, or the role cannot be assumed.</exception>
    Task<ImmutableArray<AccountRegion>> DescribeRegions(AccountId account, CancellationToken cancel);

    /// <summary>The images that an account sees, without launch permissions and public snapshots.</summary>
    /// <param name="account">The account that looks.</param>
    /// <param name="region">Where it looks.</param>
    /// <param name="selection">Which of the images it asks for.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer, or the role cannot be assumed.</exception>
    Task<ImmutableArray<InventoriedImage>> DescribeImages(
        AccountId account,
        RegionName region,
        ImageSelection selection,
        CancellationToken cancel
    );

    /// <summary>Who may launch an image beside its owner, sorted; only the owner may ask.</summary>
    /// <param name="image">An image of the account that is asked.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer, or the image is gone.</exception>
    Task<ImmutableArray<LaunchPermission>> DescribeLaunchPermissions(ImagePlace image, CancellationToken cancel);

    /// <summary>The ids of the account's own snapshots that everyone can restore: one filtered call.</summary>
    /// <param name="account">The owner of the snapshots.</param>
    /// <param name="region">Where they lie.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer, or the role cannot be assumed.</exception>
    Task<FrozenSet<string>> DescribePublicSnapshots(AccountId account, RegionName region, CancellationToken cancel);

    /// <summary>Block public access and allowed images, and a call for each further attribute.</summary>
    /// <param name="account">Whose settings they are.</param>
    /// <param name="region">Settings are of a Region.</param>
    /// <param name="attributes">Asked for beside these two.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer, or the role cannot be assumed.</exception>
    Task<ImageSettings> GetImageSettings(
        AccountId account,
        RegionName region,
        ImmutableArray<StateAttribute> attributes,
        CancellationToken cancel
    );
}
