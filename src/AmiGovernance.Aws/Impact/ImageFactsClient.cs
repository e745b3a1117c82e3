using System.Collections.Immutable;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>Images as an account sees them (EC2 API reference, DescribeImages).</summary>
internal sealed class ImageFactsClient(AwsSession session) : IImageFactsReader
{
    /// <summary>EC2 API reference: the most that a filter takes.</summary>
    private const int MostInFilter = 200;

    private const int MostInPage = 1000;

    public async Task<ImmutableArray<ImageFacts>> DescribeImages(
        AccountId account,
        RegionName region,
        ImmutableArray<ImageId> images,
        CancellationToken cancel
    )
    {
        var ec2 = new RegionalEc2(session, account, region, cancel);
        var found = ImmutableArray.CreateBuilder<ImageFacts>();
        foreach (var some in images.Chunk(MostInFilter))
        {
            // By filter, for one unknown id among those that are named fails the call.
            var request = new DescribeImagesRequest
            {
                Filters = [new Filter("image-id", [.. some.Select(i => i.Value)])],
                IncludeDeprecated = true,
                IncludeDisabled = true,
                MaxResults = MostInPage,
            };
            var shown = await ec2.Pages<Image>(
                "DescribeImages",
                async (client, token) =>
                {
                    request.NextToken = token;
                    var page = await client.DescribeImagesAsync(request, cancel);
                    return (page.Images ?? [], page.NextToken);
                }
            );
            found.AddRange(shown.Select(DescribedImage.Facts));
        }
        return found.ToImmutable();
    }
}
