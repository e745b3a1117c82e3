using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>The newest usage report of an image that is there.</summary>
public sealed record ImageUsage(DateOnly Day, ImmutableArray<ImageUser> Uses);

/// <summary>Who may launch an image and who does. Every method throws <see cref="AwsException"/> when AWS refuses.</summary>
public interface IImageSharing
{
    Task<ImmutableArray<LaunchPermission>> DescribeLaunchPermissions(
        AccountId account,
        string region,
        string imageId,
        CancellationToken cancel
    );

    /// <summary>One call, for both.</summary>
    Task ModifyLaunchPermissions(
        AccountId account,
        string region,
        string imageId,
        ImmutableArray<LaunchPermission> add,
        ImmutableArray<LaunchPermission> remove,
        CancellationToken cancel
    );

    /// <summary>Null when there is no report that is ready.</summary>
    Task<ImageUsage?> DescribeImageUsage(AccountId account, string region, string imageId, CancellationToken cancel);

    /// <summary>Asks EC2 for a usage report; it takes a while until it is ready.</summary>
    Task CreateImageUsageReport(AccountId account, string region, string imageId, CancellationToken cancel);
}
