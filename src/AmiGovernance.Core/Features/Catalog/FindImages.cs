using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>
/// Finds images for a need: in the inventory, and behind the parameters in which publishers keep their newest. Whether they may be launched
/// is decided as every call is.
/// </summary>
/// <param name="policies">Those that an enforced organization has.</param>
/// <param name="inventory">Null when there is none.</param>
/// <param name="aws">Null when AWS is not asked.</param>
public sealed class FindImages(PolicySet policies, IInventoryReader? inventory, PublishedImages? aws)
{
    private static readonly Caller Member = new(InManagementAccount: false, IsServiceLinkedRole: false);

    public async Task<FoundImages> Run(FindRequest request, CancellationToken cancel)
    {
        var stock = inventory is null ? InventoryOffers.None : InventoryOffers.Of(inventory, request);
        var published = TableOffers.Of(request);
        var gaps = stock.Gaps.ToBuilder();
        if (TableOffers.LacksVersion(request.Need))
            gaps.Add(new SearchGap(GapKind.VersionNotNamed));
        if (aws is not null && !published.IsEmpty)
            published = await aws.Look(published, request.Region, gaps, cancel);
        else if (published.Any(o => o.Published?.Parameter is not null))
            gaps.Add(new SearchGap(GapKind.NotAsked));
        var judged = stock.Offers.Concat(published).Select(o => Judge(o, request)).ToList();
        return new FoundImages(
            request,
            Sorted(judged.Where(o => o.IsApproved)),
            Sorted(judged.Where(o => o.Verdict.IsDenied())),
            Sorted(judged.Where(o => !o.IsApproved && !o.Verdict.IsDenied())),
            stock.Switched,
            gaps.ToImmutable()
        )
        {
            InventoryAt = inventory?.Scan.StartedAt,
        };
    }

    private ImageOffer Judge(ImageOffer offer, FindRequest request)
    {
        var isDeprecated = offer.Facts.DeprecationTime <= request.Now;
        if (offer.Owner is null)
            return offer with { Why = "whose the image is", IsDeprecated = isDeprecated };
        var defaults = new CallDefaults(request.Region, request.Now);
        // INVARIANT: account, Region and owner are known to be such, so there is a call.
        var built = Call(offer, request).Build(defaults, out _)!;
        var explanation = Explanation.Short(built.Call, built.Image, Member, policies);
        return offer with { Verdict = explanation.Verdict, Why = Why(explanation), IsDeprecated = isDeprecated };
    }

    private static CallInput Call(ImageOffer offer, FindRequest request)
    {
        var call = new CallInput
        {
            Account = request.Account?.Value,
            IsByAnyAccount = request.Account is null,
            Image = offer.Facts.ImageId,
        };
        return offer.Source == OfferSource.Table ? call with { ImageOwner = offer.Owner } : call.WithImage(offer.Facts);
    }

    private static string Why(Explanation explanation)
    {
        if (explanation.IsAllowed)
            return "";
        if (explanation.Verdict.IsDenied())
            return Denial(explanation);
        return string.Join(", ", explanation.MissingFacts.Concat(explanation.DependsOn));
    }

    private static string Denial(Explanation explanation)
    {
        if (explanation.Denied is null)
            return explanation.Image is { Mismatches: [var first, ..] } ? first : "";
        return explanation.IsDeniedByOwner
            ? $"its owner {explanation.Call.ImageOwner} is not approved"
            : explanation.Denied.Decision.DecidingStatement?.Sid ?? "";
    }

    /// <summary>What somebody can use before what only its owner can, the deprecated last; the newest first.</summary>
    private static ImmutableArray<ImageOffer> Sorted(IEnumerable<ImageOffer> offers) =>
        [
            .. offers
                .OrderBy(o => o.IsDeprecated)
                .ThenBy(o => o.Access == ImageAccess.NotSeen)
                .ThenByDescending(o => o.Facts.CreationDate ?? DateTimeOffset.MinValue)
                .ThenBy(o => o.Facts.ImageId, StringComparer.Ordinal),
        ];
}
