using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Approved images for a need; docs/reference/outputs.md describes it.</summary>
/// <param name="FormatVersion">Rises with any change that could break a reader.</param>
/// <param name="Need">As it was understood.</param>
/// <param name="Region">Where the image is to be launched.</param>
/// <param name="Account">That launches it; null for any account that no policy names.</param>
/// <param name="IsComplete">Everything that was to be looked at was.</param>
/// <param name="NotChecked">What was not, a sentence each.</param>
/// <param name="Approved">That may be launched.</param>
/// <param name="Denied">That may not.</param>
/// <param name="Open">Of which it is not known.</param>
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

/// <param name="ImageId">Null where only the way to the newest is known.</param>
/// <param name="Name">Of the image; null when it is not known.</param>
/// <param name="Owner">As `ec2:Owner` has it; null when it is not known.</param>
/// <param name="OwnerAlias">Null for none.</param>
/// <param name="Architecture">As EC2 names it; null when it is not known.</param>
/// <param name="CreatedAt">Null when it is not known.</param>
/// <param name="IsDeprecated">Its publisher wants it no longer used.</param>
/// <param name="Access">How the account gets at it.</param>
/// <param name="Decision">Of the policies.</param>
/// <param name="Why">In words.</param>
/// <param name="Parameter">The publisher's public parameter of Systems Manager; null for none.</param>
/// <param name="Names">For the filter `name` of DescribeImages.</param>
/// <param name="From">What knows of it.</param>
/// <param name="Source">The page where the table has it from; null where it comes from no table.</param>
/// <param name="Mark">How well parameter and names are known; null where they come from no table.</param>
internal sealed record OfferReport(
    string? ImageId,
    string? Name,
    string? Owner,
    string? OwnerAlias,
    string? Architecture,
    string? CreatedAt,
    bool IsDeprecated,
    [OneOf<ImageAccess>] string Access,
    [OneOf<OfferSource>] string From,
    [OneOf<CallVerdict>] string Decision,
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
