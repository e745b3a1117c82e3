using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Discovery.Uses;

/// <summary>
/// The owner alias of images of which only the account is known, as trails and short lists tell it: `ec2:Owner` is the alias, not the
/// account. What EC2 itself says of an image is never changed.
/// </summary>
internal static class KnownAliases
{
    public static ImageFacts Complete(ImageFacts facts)
    {
        if (facts.OwnerAlias is not null || facts.IsDescribed)
            return facts;
        return KnownPublishers.Of(facts.OwnerId)?.Alias is { } alias
            ? facts with
            {
                OwnerAlias = alias.IamName(),
            }
            : facts;
    }

    /// <summary>Whether AWS, or somebody who looked, says that the image carries its alias.</summary>
    public static bool IsSure(ImageFacts completed) =>
        completed.IsDescribed
        || completed.OwnerId.Length == 0
        || KnownPublishers.Of(completed.OwnerId) is not { IsUnverified: true };
}
