using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>Recipes of Image Builder, as EC2 knows them (EC2 API reference, DescribeImageReferences).</summary>
internal sealed class ImageRecipeClient(AwsSession session) : IImageRecipeReader
{
    /// <summary>What other calls read is not asked for again.</summary>
    private static readonly List<ResourceTypeRequest> Recipes =
    [
        new() { ResourceType = ImageReferenceResourceType.ImagebuilderImageRecipe },
        new() { ResourceType = ImageReferenceResourceType.ImagebuilderContainerRecipe },
    ];

    public Task<ImmutableArray<RecipeReference>> DescribeImageReferences(
        AccountId account,
        RegionName region,
        ImmutableArray<ImageId> images,
        CancellationToken cancel
    )
    {
        var request = new DescribeImageReferencesRequest
        {
            ImageIds = [.. images.Select(i => i.Value)],
            ResourceTypes = Recipes,
        };
        return new RegionalEc2(session, account, region, cancel).Pages(
            "DescribeImageReferences",
            async (ec2, token) =>
            {
                request.NextToken = token;
                var page = await ec2.DescribeImageReferencesAsync(request, cancel);
                var references = (page.ImageReferences ?? []).Where(r => r.Arn is not null && r.ImageId is not null);
                return (references.Select(Read), page.NextToken);
            }
        );
    }

    private static RecipeReference Read(ImageReference reference)
    {
        var isContainer = reference.ResourceType == ImageReferenceResourceType.ImagebuilderContainerRecipe;
        var kind = isContainer ? UseKind.ContainerRecipe : UseKind.ImageRecipe;
        return new RecipeReference(kind, reference.Arn, reference.ImageId);
    }
}
