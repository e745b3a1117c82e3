using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
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
            async () =>
            {
                var ec2 = await session.Ec2(account, region, cancel);
                try
                {
                    var found = await ec2.DescribeImagesAsync(
                        new DescribeImagesRequest
                        {
                            ImageIds = [imageId],
                            IncludeDeprecated = true,
                            IncludeDisabled = true,
                        },
                        cancel
                    );
                    return found.Images is [var image, ..] ? DescribedImage.Facts(image) : null;
                }
                catch (Amazon.EC2.AmazonEC2Exception e)
                    when (e.ErrorCode is "InvalidAMIID.NotFound" or "InvalidAMIID.Unavailable")
                {
                    return null;
                }
            },
            cancel
        );
}
