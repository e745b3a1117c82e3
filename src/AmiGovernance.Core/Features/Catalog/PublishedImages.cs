using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>Asks AWS which images the publishers' parameters name now.</summary>
/// <param name="identity">Whose credentials ask.</param>
public sealed class PublishedImages(IImageParameterReader parameters, IImageFactsReader images, IAwsIdentity identity)
{
    /// <summary>Rows that cannot be looked up stay as they are; a call that fails is a gap.</summary>
    internal async Task<ImmutableArray<ImageOffer>> Look(
        ImmutableArray<ImageOffer> offers,
        RegionName region,
        ImmutableArray<SearchGap>.Builder gaps,
        CancellationToken cancel
    )
    {
        try
        {
            var caller = (await identity.GetCallerIdentity(cancel)).Account;
            var names = offers.Select(o => o.Published?.Parameter).OfType<string>().ToImmutableArray();
            var named = await parameters.GetParameters(caller, region, names, cancel);
            var ids = named.Select(n => n.ImageId).Where(i => ImageId.IsValid(i)).Select(ImageId.Parse);
            var seen = await images.DescribeImages(caller, region, [.. ids.Distinct()], cancel);
            return [.. offers.Select(o => Seen(o, named, seen))];
        }
        catch (AwsException e)
        {
            gaps.Add(new SearchGap(GapKind.CallFailed, Detail: e.Failure.Summary));
            return offers;
        }
    }

    private static ImageOffer Seen(ImageOffer offer, ImmutableArray<NamedImage> named, ImmutableArray<ImageFacts> seen)
    {
        var id = named.FirstOrDefault(n => n.Name == offer.Published?.Parameter)?.ImageId;
        return id is not null && seen.FirstOrDefault(f => f.ImageId == id) is { } facts
            ? offer with
            {
                Source = OfferSource.Aws,
                Facts = facts,
                Owner = facts.IamOwner,
                Architecture = facts.Architecture ?? offer.Architecture,
            }
            : offer;
    }
}
