using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Catalog;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What to use instead of an image, in words; harmless to show.</summary>
internal static class AnotherImage
{
    public static string Words(ExplainAnswer answer)
    {
        if (answer.Suggested is not { } suggested)
            return "an image of an approved owner: `amigov allowlist`";
        if (suggested.Best is { } best)
            return $"{Offer(best)}{Other(suggested)}";
        var region = answer.IsRegionKnown ? answer.Region.Value : "REGION";
        return suggested.Found is null
            ? $"look for one: {SuggestedCommand.Of($"amigov images find NEED --region {region}")}"
            : $"no approved {suggested.Wanted} is known in {region}{NotChecked(suggested.Found)}";
    }

    private static string NotChecked(FoundImages found) => found.IsIncomplete ? "; not all was checked" : "";

    private static string Other(SuggestedImage suggested) =>
        suggested.IsOtherVersion ? $"; no {suggested.Wanted} is approved" : "";

    private static string Offer(ImageOffer offer)
    {
        var created = offer.Facts.CreationDate is { } date ? $" ({date.Day().Text()})" : "";
        if (offer.Facts.ImageId is { } id)
            return $"{Sanitize.Text(id)} {Sanitize.Text(offer.Facts.Name ?? "")}{created}";
        var published = offer.Published!;
        return published.Parameter is { } parameter
            ? $"resolve:ssm:{parameter}"
            : $"the newest of {published.Publisher} named `{published.Names}`";
    }
}
