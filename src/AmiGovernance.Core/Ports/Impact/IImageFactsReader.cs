using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>What EC2 says of images, as an account sees them.</summary>
public interface IImageFactsReader
{
    /// <summary>Of these images, those that the account can see.</summary>
    /// <param name="account">Who looks; a role is assumed in accounts that are not the caller's own.</param>
    /// <param name="region">Where the images are.</param>
    /// <param name="images">Any number.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    Task<ImmutableArray<ImageFacts>> DescribeImages(
        AccountId account,
        RegionName region,
        ImmutableArray<ImageId> images,
        CancellationToken cancel
    );
}
