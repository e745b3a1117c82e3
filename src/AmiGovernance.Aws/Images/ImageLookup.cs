using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Aws.Images;

/// <summary>Finds out whose an image is.</summary>
internal static class ImageLookup
{
    /// <summary>
    /// Null when the account does not see the image: it is not shared with it, is not there, or is not allowed there (EC2 user guide,
    /// "Allowed AMIs": then it is hidden). Needs `ec2:DescribeImages`.
    /// </summary>
    /// <param name="account">Null for the caller's own.</param>
    public static Task<ImageFacts?> Find(
        AwsSession session,
        AccountId? account,
        string region,
        string imageId,
        CancellationToken cancel
    ) =>
        AwsCalls.Run(
            "ec2:DescribeImages",
            CallPlace.Of(account, region),
            async () => await Find(await session.Ec2(account, region, cancel), imageId, cancel),
            cancel
        );

    private static async Task<ImageFacts?> Find(AmazonEC2Client ec2, string imageId, CancellationToken cancel)
    {
        var request = new DescribeImagesRequest
        {
            ImageIds = [imageId],
            IncludeDeprecated = true,
            IncludeDisabled = true,
        };
        try
        {
            var found = await ec2.DescribeImagesAsync(request, cancel);
            return found.Images is [var image, ..] ? DescribedImage.Facts(image) : null;
        }
        catch (AmazonEC2Exception e) when (AwsFacts.MissingImage.Value.Contains(e.ErrorCode))
        {
            return null;
        }
    }
}
