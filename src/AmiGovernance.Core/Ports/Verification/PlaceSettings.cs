using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>The settings of an account in a Region, in EC2's spelling, such as `audit-mode` and `block-new-sharing`.</summary>
/// <param name="ImagesState">The state of Allowed AMIs.</param>
/// <param name="ImagesManagedBy">`account` or `declarative-policy`.</param>
/// <param name="Providers">Of all criteria, as declarative policies spell them.</param>
/// <param name="PublicAccessState">The state of block public access.</param>
/// <param name="PublicAccessManagedBy">As <paramref name="ImagesManagedBy"/>.</param>
public sealed record PlaceSettings(
    string ImagesState,
    string ImagesManagedBy,
    ImmutableSortedSet<string> Providers,
    string PublicAccessState,
    string PublicAccessManagedBy
)
{
    public const string BlockNewSharing = "block-new-sharing";

    public const string ByDeclarativePolicy = "declarative-policy";
}
