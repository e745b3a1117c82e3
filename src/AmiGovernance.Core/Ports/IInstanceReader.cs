using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports;

/// <summary>What an account has set, or a policy has set for it, in one Region.</summary>
/// <param name="ByPolicy">Whether a declarative policy sets it.</param>
public readonly record struct AllowedImagesSetting(AllowedImagesState State, bool ByPolicy);

/// <summary>An instance with the image that it was launched from.</summary>
/// <param name="Owner">As `ec2:Owner` has it: the alias where the image has one, else the account id.</param>
/// <param name="OwnerAccount">Empty when it is not known.</param>
/// <param name="IsAllowed">Whether the settings of the account allow the image; marked in audit mode too.</param>
public sealed record InstanceImage(
    string InstanceId,
    string ImageId,
    string ImageName,
    string Owner,
    string OwnerAccount,
    bool IsAllowed
);

/// <summary>
/// What runs in the accounts, one method for each EC2 call, named as AWS names it. Every method throws <see cref="AwsException"/>
/// when AWS refuses, also when the role in the account cannot be assumed.
/// </summary>
public interface IInstanceReader
{
    /// <summary>The Regions that the account can use.</summary>
    Task<ImmutableArray<string>> DescribeRegions(AccountId account, CancellationToken cancel);

    Task<AllowedImagesSetting> GetAllowedImagesSettings(AccountId account, string region, CancellationToken cancel);

    /// <summary>Instances that exist; those that are terminated are left out.</summary>
    IAsyncEnumerable<InstanceImage> DescribeInstanceImageMetadata(
        AccountId account,
        string region,
        CancellationToken cancel
    );
}
