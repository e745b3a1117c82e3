namespace AmiGovernance.Core.Features.Catalog;

/// <summary>What to use instead of an image: the newest approved one of its family and architecture.</summary>
/// <param name="Wanted">What the image is, as far as its name and EC2 tell.</param>
/// <param name="Found">Null when its family is not known.</param>
/// <param name="Best">Null when none is known.</param>
public sealed record SuggestedImage(ImageNeed Wanted, FoundImages? Found, ImageOffer? Best)
{
    /// <summary>None of the same version was found.</summary>
    public bool IsOtherVersion => Wanted.Version is not null && Found?.Request.Need.Version is null;
}

/// <summary>Looks for the same version first, then for any.</summary>
public sealed class SuggestImage(FindImages find)
{
    /// <param name="request">With the need that the image's name tells.</param>
    /// <param name="imageId">The image that is not to be suggested; null for none.</param>
    public async Task<SuggestedImage> Run(FindRequest request, string? imageId, CancellationToken cancel)
    {
        var need = request.Need;
        if (need.Family is null)
            return new SuggestedImage(need, null, null);
        var same = await find.Run(request, cancel);
        if (Best(same, imageId) is { } best)
            return new SuggestedImage(need, same, best);
        if (need.Version is null)
            return new SuggestedImage(need, same, null);
        var any = await find.Run(request with { Need = need with { Version = null } }, cancel);
        return Best(any, imageId) is { } other
            ? new SuggestedImage(need, any, other)
            : new SuggestedImage(need, same, null);
    }

    private static ImageOffer? Best(FoundImages found, string? imageId) =>
        found.Approved.FirstOrDefault(o => o.IsUsable && (o.Facts.ImageId is null || o.Facts.ImageId != imageId));
}
