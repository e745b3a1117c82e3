using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>An image as EC2 describes it to an account.</summary>
/// <param name="Id">The image's id.</param>
/// <param name="Facts">What is known of it.</param>
/// <param name="Allowed">EC2's mark `ImageAllowed`; null when it sets none, as while Allowed AMIs is off.</param>
public sealed record SeenImage(ImageId Id, ImageFacts Facts, bool? Allowed)
{
    /// <summary>An image that somebody names and the account does not see.</summary>
    public static SeenImage Unseen(ImageId id) => new(id, new ImageFacts("", null) { ImageId = id.Value }, null);
}
