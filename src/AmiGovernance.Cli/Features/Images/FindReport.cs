using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Approved images for machines; docs/reference/outputs.md describes it.</summary>
internal sealed record FindReport(
    string FormatVersion,
    string Need,
    string Region,
    string? Account,
    bool IsComplete,
    ImmutableArray<string> NotChecked,
    ImmutableArray<OfferReport> Approved,
    ImmutableArray<OfferReport> Denied,
    ImmutableArray<OfferReport> Open
)
{
    public static FindReport Of(FoundImages found) =>
        new(
            ReportJson.FormatVersion,
            found.Request.Need.ToString(),
            found.Request.Region.Value,
            found.Request.Account?.Value,
            !found.IsIncomplete,
            [.. FindWords.Gaps(found)],
            Offers(found.Approved, found),
            Offers(found.Denied, found),
            Offers(found.Open, found)
        );

    private static ImmutableArray<OfferReport> Offers(ImmutableArray<ImageOffer> offers, FoundImages found) =>
        [.. offers.Select(o => OfferReport.Of(o, found.Request.Region.Value))];
}

/// <param name="Parameter">The publisher's public parameter of Systems Manager; null for none.</param>
/// <param name="Names">For the filter `name` of DescribeImages.</param>
/// <param name="Mark">How well parameter and names are known; null where they come from no table.</param>
internal sealed record OfferReport(
    string? ImageId,
    string? Name,
    string? Owner,
    string? OwnerAlias,
    string? Architecture,
    string? CreatedAt,
    bool IsDeprecated,
    string Access,
    string From,
    string Decision,
    string Why,
    string? Parameter,
    string? Names,
    string? Mark,
    string? Source
)
{
    private static readonly EnumNames<ImageAccess> Accesses = new(
        (ImageAccess.Own, "own"),
        (ImageAccess.Shared, "shared"),
        (ImageAccess.Public, "public"),
        (ImageAccess.NotSeen, "not_seen"),
        (ImageAccess.NotChecked, "not_checked"),
        (ImageAccess.NotAsked, "not_asked")
    );

    private static readonly EnumNames<OfferSource> Sources = new(
        (OfferSource.Inventory, "inventory"),
        (OfferSource.Table, "table"),
        (OfferSource.Aws, "aws")
    );

    public static OfferReport Of(ImageOffer offer, string region)
    {
        var code = new CodeSnippet(offer, region);
        return new OfferReport(
            offer.Facts.ImageId,
            offer.Facts.Name,
            offer.Owner,
            offer.Facts.OwnerAlias,
            offer.Architecture,
            offer.Facts.CreationDate?.IsoText(),
            offer.IsDeprecated,
            Accesses.Of(offer.Access),
            Sources.Of(offer.Source),
            offer.Verdict.Name(),
            offer.Why,
            code.Parameter,
            code.Names,
            offer.Published?.Mark.Text(),
            offer.Published?.Source
        );
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower
)]
[JsonSerializable(typeof(FindReport))]
internal sealed partial class FindJson : JsonSerializerContext;
