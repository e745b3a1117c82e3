using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports.Images;
using LaunchPermission = AmiGovernance.Core.Ports.Images.LaunchPermission;

namespace AmiGovernance.Aws.Images;

/// <summary>Reads to whom an image is shared.</summary>
internal static class LaunchPermissions
{
    public static async Task<ImmutableArray<LaunchPermission>> Describe(
        AwsSession session,
        ImagePlace image,
        CancellationToken cancel
    )
    {
        var request = new DescribeImageAttributeRequest
        {
            ImageId = image.Id.Value,
            Attribute = ImageAttributeName.LaunchPermission,
        };
        var answer = await new Ec2Place(session, image.Account, image.Region).Call(
            "DescribeImageAttribute",
            ec2 => ec2.DescribeImageAttributeAsync(request, cancel),
            cancel
        );
        return [.. (answer.ImageAttribute?.LaunchPermissions ?? []).Select(Ec2Answers.Permission).Order()];
    }
}
