using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>
/// Asks EC2, in one account and Region, which Image Builder recipes build from images. What it does not tell leaves a gap.
/// </summary>
internal sealed class FindRecipes(IImageRecipeReader reader, AccountId account, RegionName region)
{
    private readonly List<RecipeReference> found = [];
    private readonly List<ImpactGap> gaps = [];

    public async Task<(ImmutableArray<ImageUse> Uses, ImmutableArray<ImpactGap> Gaps)> Find(
        ImmutableArray<ImageId> images,
        CancellationToken cancel
    )
    {
        foreach (var some in images.Chunk(AwsFacts.ImagesReferenced.Value))
            if (!await Ask([.. some], cancel))
                break;
        return ([.. found.Distinct().Select(Use)], [.. gaps.Distinct()]);
    }

    /// <summary>False when it makes no sense to go on: the call is denied, or unknown in this Region.</summary>
    private async Task<bool> Ask(ImmutableArray<ImageId> images, CancellationToken cancel)
    {
        try
        {
            found.AddRange(await reader.DescribeImageReferences(account, region, images, cancel));
            return true;
        }
        catch (AwsException e) when (IsAboutOneImage(e))
        {
            // One image that EC2 does not take any more must not hide what uses the others.
            if (images.Length > 1)
                foreach (var image in images)
                    await Ask([image], cancel);
            else
                gaps.Add(ImpactGap.Of(account, region, e));
            return true;
        }
        catch (AwsException e)
        {
            gaps.Add(ImpactGap.Of(account, region, e));
            return false;
        }
    }

    private static bool IsAboutOneImage(AwsException failure) =>
        failure.Code.StartsWith("InvalidAMIID", StringComparison.Ordinal);

    private ImageUse Use(RecipeReference recipe) =>
        new(
            recipe.Kind,
            account,
            region,
            NameOf(recipe.Arn),
            ImageId.TryParse(recipe.ImageId, out var image) ? image : null
        )
        {
            Urgency = Urgency.NextBuild,
            Instances = 0,
            // Unless the pipeline names an execution role.
            ServiceLinkedRole = AwsFacts.ImageBuilderRole.Value,
        };

    /// <summary>`base/1.0.0` of `arn:aws:imagebuilder:us-east-1:111122223333:image-recipe/base/1.0.0`.</summary>
    private static string NameOf(string arn)
    {
        var slash = arn.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? arn : arn[(slash + 1)..];
    }
}
