using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>What the table of public images has for a need.</summary>
internal static class TableOffers
{
    public static ImmutableArray<ImageOffer> Of(FindRequest request) =>
        [.. For(request.Need).Select(image => Offer(image, Partitions.Of(request.Region)))];

    /// <summary>Where there is one for each version, nothing is offered before a version is named.</summary>
    public static IEnumerable<PublicImage> For(ImageNeed need) =>
        PublicImages
            .All.Where(i => !i.IsForEachVersion || need.Version is not null)
            .Select(i => i.At(need.Version ?? ""))
            .Where(i => need.IsMetBy(Described(i)));

    /// <summary>There is one for each version, and the need names none.</summary>
    public static bool LacksVersion(ImageNeed need) =>
        need is { Version: null, Family: { } family } && PublicImages.ByVersion.Contains(family.Name);

    public static ImageNeed Described(PublicImage image) =>
        new()
        {
            Family = PublicImages.Families.FirstOrDefault(f => f.Name == image.Family),
            Version = image.Version,
            Architecture = image.Architecture,
        };

    private static ImageOffer Offer(PublicImage image, Partition partition)
    {
        var owner = image.OwnerIn(partition);
        var account = AccountId.IsValid(owner ?? "") ? owner! : "";
        return new ImageOffer(new ImageFacts(account, account.Length == 0 ? owner : null), OfferSource.Table)
        {
            Architecture = image.Architecture,
            Published = image,
            Owner = owner,
            Access = ImageAccess.Public,
        };
    }
}
