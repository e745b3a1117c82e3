using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>What is known of images, from files (<see cref="ImageOwnersReader"/>) or from AWS.</summary>
public sealed class ImageOwners
{
    /// <summary>The owner of an image that nobody knows: it is never guessed.</summary>
    public const string Unknown = KnownOwners.Unknown;

    private readonly Dictionary<string, ImageFacts> known = new(StringComparer.Ordinal);

    /// <summary>Whether AWS was asked about images that nobody knows: what is unknown then stays so.</summary>
    public bool WereLookedUp { get; set; }

    /// <param name="image">As a record names it; null when nothing is known of it.</param>
    public ImageFacts? Find(string image) => known.GetValueOrDefault(image);

    /// <summary>
    /// What somebody says of an image; later facts replace earlier ones. False when it says nothing: without id or
    /// owner.
    /// </summary>
    public bool Add(ImageFacts facts)
    {
        var hasOwner = facts.OwnerId.Length > 0 || facts.OwnerAlias is not null;
        if (string.IsNullOrEmpty(facts.ImageId) || !hasOwner)
            return false;
        known[facts.ImageId] = facts;
        return true;
    }
}
