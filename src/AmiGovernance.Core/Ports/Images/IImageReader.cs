using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <param name="OptInStatus">As EC2 says it: `opt-in-not-required`, `opted-in` or `not-opted-in`.</param>
public sealed record AccountRegion(string Name, string OptInStatus)
{
    public bool IsEnabled => OptInStatus != "not-opted-in";
}

/// <summary>Which images one call asks for; EC2 filters, so that the answer holds nothing else.</summary>
public enum ImageSelection
{
    /// <summary>The account's own, deprecated and disabled ones too.</summary>
    Own,

    /// <summary>Of these, those that everyone may launch.</summary>
    OwnPublic,

    /// <summary>Those that others share with the account; public images of others are not among them.</summary>
    SharedWithAccount,
}

/// <summary>
/// Images in the accounts of an organization: own credentials for the own account, a role in every other. Lists follow all pages,
/// calls keep within the request budget of their account and Region, and are made again where AWS says so. Every method throws
/// <see cref="AwsException"/> when AWS refuses or does not answer.
/// </summary>
public interface IImageReader
{
    /// <summary>All Regions that there are for the account, enabled or not.</summary>
    Task<ImmutableArray<AccountRegion>> DescribeRegions(AccountId account, CancellationToken cancel);

    Task<ImmutableArray<InventoriedImage>> DescribeImages(
        AccountId account,
        string region,
        ImageSelection selection,
        CancellationToken cancel
    );

    Task<ImmutableArray<LaunchPermission>> DescribeLaunchPermissions(
        AccountId account,
        string region,
        string imageId,
        CancellationToken cancel
    );

    /// <summary>Of the account's own snapshots, those that everyone can restore: one filtered call.</summary>
    Task<FrozenSet<string>> DescribePublicSnapshots(AccountId account, string region, CancellationToken cancel);

    Task<ImageSettings> GetImageSettings(AccountId account, string region, CancellationToken cancel);
}
