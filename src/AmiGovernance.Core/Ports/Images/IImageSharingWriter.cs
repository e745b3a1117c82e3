using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>Changes who may launch an image.</summary>
public interface IImageSharingWriter
{
    /// <summary>Gives and takes away in one call, so that nobody is without the image in between.</summary>
    /// <param name="image">An image of the account that makes the call.</param>
    /// <param name="add">Who is let in.</param>
    /// <param name="remove">Who is not let in any more.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer; without an answer the call may have been made.</exception>
    Task ModifyLaunchPermissions(
        ImagePlace image,
        ImmutableArray<LaunchPermission> add,
        ImmutableArray<LaunchPermission> remove,
        CancellationToken cancel
    );

    /// <summary>Asks EC2 for a usage report; it takes a while until it is ready.</summary>
    /// <param name="image">An image of the account that makes the call.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    Task CreateImageUsageReport(ImagePlace image, CancellationToken cancel);
}
