using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Aws.Verification;

/// <summary>How verification looks for images, and what it takes from EC2's answers.</summary>
internal static class SeenImages
{
    public static DescribeImagesRequest Request(ImageSearch search)
    {
        if (search.Id is { } id)
            return new DescribeImagesRequest { ImageIds = [id.Value] };

        return new DescribeImagesRequest
        {
            Owners = Owners(search),
            ExecutableUsers = search.IsPublic ? ["all"] : null,
            Filters = [new Filter("state", ["available"]), new Filter("architecture", ["x86_64"])],
            MaxResults = 200,
        };
    }

    private static List<string>? Owners(ImageSearch search)
    {
        if (search.IsOwn)
            return ["self"];
        return search.Owner is { } owner ? [owner.IamName] : null;
    }

    public static SeenImage? Of(Image image) => Of(DescribedImage.Facts(image), image.ImageAllowed);

    public static SeenImage? Of(ImageMetadata? image) =>
        image is null ? null : Of(DescribedImage.Facts(image), image.ImageAllowed);

    /// <summary>Null for what has no id to be tested by.</summary>
    private static SeenImage? Of(ImageFacts facts, bool? allowed) =>
        ImageId.TryParse(facts.ImageId ?? "", out var id) ? new SeenImage(id, facts, allowed) : null;
}
