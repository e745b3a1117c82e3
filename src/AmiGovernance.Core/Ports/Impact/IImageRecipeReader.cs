using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>Recipes of Image Builder, as EC2 knows them.</summary>
public interface IImageRecipeReader
{
    /// <summary>The account's recipes that build from these images.</summary>
    /// <param name="account">Whose recipes.</param>
    /// <param name="region">Where they are.</param>
    /// <param name="images">At most 10 (EC2 API reference, DescribeImageReferences).</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="AwsException">
    /// AWS refuses, also for a single image that EC2 does not take, or does not answer.
    /// </exception>
    Task<ImmutableArray<RecipeReference>> DescribeImageReferences(
        AccountId account,
        RegionName region,
        ImmutableArray<ImageId> images,
        CancellationToken cancel
    );
}
