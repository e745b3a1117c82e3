using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>Who may launch an image, and who does.</summary>
public interface IImageSharingReader
{
    /// <summary>Who may launch an image beside its owner, sorted.</summary>
    /// <param name="image">An image of the account that is asked.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer, or the image is gone.</exception>
    Task<ImmutableArray<LaunchPermission>> DescribeLaunchPermissions(ImagePlace image, CancellationToken cancel);

    /// <summary>The newest usage report, and whether there will be another.</summary>
    /// <param name="image">An image of the account that is asked.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    Task<UsageReports> DescribeImageUsage(ImagePlace image, CancellationToken cancel);
}
