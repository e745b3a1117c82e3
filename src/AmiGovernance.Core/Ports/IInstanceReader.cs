using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports;

/// <summary>What an account has set, or a policy has set for it, in one Region.</summary>
/// <param name="ByPolicy">Whether a declarative policy sets it.</param>
public readonly record struct AllowedImagesSetting(AllowedImagesState State, bool ByPolicy);

/// <summary>An instance with the image that it was launched from.</summary>
/// <param name="ImageId">Null when EC2 does not say it.</param>
/// <param name="Owner">
/// As `ec2:Owner` has it: the alias where the image has one, else the account id. Text, for AWS may have aliases that nobody here knows;
/// empty when EC2 does not say it.
/// </param>
/// <param name="OwnerAccount">Null when EC2 does not say it.</param>
/// <param name="IsAllowed">Whether the settings of the account allow the image; marked in audit mode too.</param>
public sealed record InstanceImage(
    string InstanceId,
    ImageId? ImageId,
    string ImageName,
    string Owner,
    AccountId? OwnerAccount,
    bool IsAllowed
);

/// <summary>
/// What runs in the accounts, one method for each EC2 call, named as AWS names it. Every method throws <see cref="AwsException"/>
/// when AWS refuses, also when the role in the account cannot be assumed.
/// </summary>
public interface IInstanceReader
{
    /// <summary>The Regions that the account can use.</summary>
    /// <param name="account">An account of the organization.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<RegionName>> DescribeRegions(AccountId account, CancellationToken cancel);

    /// <param name="account">An account of the organization.</param>
    /// <param name="region">The setting is one of an account in a Region.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<AllowedImagesSetting> GetAllowedImagesSettings(AccountId account, RegionName region, CancellationToken cancel);

    /// <summary>Instances that exist; those that are terminated are left out.</summary>
    /// <param name="account">An account of the organization.</param>
    /// <param name="region">Where its instances are.</param>
    /// <param name="cancel">Ends the call.</param>
    IAsyncEnumerable<InstanceImage> DescribeInstanceImageMetadata(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    );
}
