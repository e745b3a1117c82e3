using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>An image in the way in which a file names it.</summary>
public abstract record NamedImage;

/// <param name="Facts">What the file itself tells of the image, such as the state in a plan; null for nothing.</param>
public sealed record ImageOfId(string Id, ImageFacts? Facts = null) : NamedImage;

/// <summary>Looked up among the images of an owner; which one it is then, is not known.</summary>
/// <param name="Owner">As `describe-images --owners` takes it: an account id, an alias, or <see cref="Self"/>.</param>
/// <param name="Names">A pattern for the name; null for any.</param>
public sealed record ImageOfOwner(string Owner, string? Names = null) : NamedImage
{
    /// <summary>The account that deploys (EC2 API reference, DescribeImages, `Owner`).</summary>
    public const string Self = "self";
}

/// <summary>Named by a parameter of Systems Manager.</summary>
/// <param name="Name">Its path, or its ARN.</param>
public sealed record ImageOfParameter(string Name) : NamedImage;

/// <summary>Which image it is, cannot be told from the file.</summary>
/// <param name="Missing">What would tell it.</param>
public sealed record OpenImage(string Missing) : NamedImage;
