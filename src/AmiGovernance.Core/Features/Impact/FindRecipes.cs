using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>Asks EC2, in one account and Region, which Image Builder recipes build from images. What it does not tell leaves a gap.</summary>
internal sealed class FindRecipes(IImageUseReader reader, AccountId account, string region)
{
    /// <summary>EC2 API reference, DescribeImageReferences: the most that a call takes.</summary>
    private const int MostImages = 10;

    /// <summary>Image Builder builds with this role unless the pipeline names an execution role (Image Builder API reference, CreateImagePipeline).</summary>
    private const string ServiceLinkedRole = "imagebuilder.amazonaws.com/AWSServiceRoleForImageBuilder";

    private readonly List<RecipeReference> found = [];
    private readonly List<ImpactGap> gaps = [];

    public async Task<(ImmutableArray<ImageUse> Uses, ImmutableArray<ImpactGap> Gaps)> Find(
        ImmutableArray<string> images,
        CancellationToken cancel
    )
    {
        foreach (var some in images.Chunk(MostImages))
            if (!await Ask([.. some], cancel))
                break;
        return ([.. found.Distinct().Select(Use)], [.. gaps.Distinct()]);
    }

    /// <summary>False when it makes no sense to go on: the call is denied, or unknown in this Region.</summary>
    private async Task<bool> Ask(ImmutableArray<string> images, CancellationToken cancel)
    {
        try
        {
            found.AddRange(await reader.DescribeImageReferences(account, region, images, cancel));
            return true;
        }
        catch (AwsException e) when (e.Code.StartsWith("InvalidAMIID", StringComparison.Ordinal))
        {
            // One image that EC2 does not take any more must not hide what uses the others.
            if (images.Length > 1)
                foreach (var image in images)
                    await Ask([image], cancel);
            else
                gaps.Add(new ImpactGap(account.Value, region, e.Failure.Summary));
            return true;
        }
        catch (AwsException e)
        {
            gaps.Add(new ImpactGap(account.Value, region, e.Failure.Summary));
            return false;
        }
    }

    private ImageUse Use(RecipeReference recipe) =>
        new(recipe.Kind, account.Value, region, NameOf(recipe.Arn), recipe.ImageId)
        {
            Urgency = Urgency.NextBuild,
            Instances = 0,
            ServiceLinkedRole = ServiceLinkedRole,
        };

    /// <summary>`base/1.0.0` of `arn:aws:imagebuilder:us-east-1:111122223333:image-recipe/base/1.0.0`.</summary>
    private static string NameOf(string arn) =>
        arn.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? arn[(slash + 1)..] : arn;
}
