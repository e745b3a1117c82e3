using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>Why a search did not look everywhere.</summary>
public enum GapKind
{
    /// <summary>There is no inventory, so that the organization's own images are not known.</summary>
    NoInventory,

    /// <summary>The last scan read no account in the Region.</summary>
    RegionNotScanned,

    /// <summary>Of the Region, the last scan could not read some accounts.</summary>
    AccountsNotRead,

    /// <summary>Only public images were scanned.</summary>
    OnlyPublicScanned,

    /// <summary>Images of the inventory that may be such ones; their architecture is not known.</summary>
    ArchitectureNotRead,

    /// <summary>AWS was not asked which images the publishers' parameters name now.</summary>
    NotAsked,

    /// <summary>AWS did not answer.</summary>
    CallFailed,

    /// <summary>The publisher has an image for each version, and no version was named.</summary>
    VersionNotNamed,
}

/// <param name="Count">Of accounts or images, where they are counted.</param>
/// <param name="Detail">What AWS said; empty where it was not asked.</param>
public sealed record SearchGap(GapKind Kind, int Count = 0, string Detail = "");

/// <summary>A need, where, and for whom.</summary>
/// <param name="Account">Null for any account that no policy names.</param>
/// <param name="Now">Decides on exceptions, dates and deprecation.</param>
public sealed record FindRequest(ImageNeed Need, RegionName Region, AccountId? Account, DateTimeOffset Now);

/// <summary>The images for a need, by what the policies make of their launch.</summary>
/// <param name="Approved">The newest first; deprecated ones last.</param>
/// <param name="Denied">The newest first.</param>
/// <param name="Open">Those of which something is not known that decides.</param>
/// <param name="Switched">How many were left out that their owners disabled, or that are not ready.</param>
/// <param name="Gaps">Where the search did not look.</param>
public sealed record FoundImages(
    FindRequest Request,
    ImmutableArray<ImageOffer> Approved,
    ImmutableArray<ImageOffer> Denied,
    ImmutableArray<ImageOffer> Open,
    int Switched,
    ImmutableArray<SearchGap> Gaps
)
{
    /// <summary>When the inventory was read that was looked into; null where there is none.</summary>
    public DateTimeOffset? InventoryAt { get; init; }

    /// <summary>The newest that can be used as it is; null when there is none.</summary>
    public ImageOffer? Best => Approved.FirstOrDefault(o => o.IsUsable);

    /// <summary>By the names of all that were found, the newest first.</summary>
    public ImmutableArray<string> Versions =>
        [
            .. Approved
                .Concat(Denied)
                .Concat(Open)
                .Select(o => NeedReader.OfName(o.Facts.Name ?? "").Version)
                .OfType<string>()
                .Distinct()
                .OrderByDescending(v => v.Length)
                .ThenByDescending(v => v, StringComparer.Ordinal),
        ];

    /// <summary>Something that nobody looked at may be approved, or newer.</summary>
    public bool IsIncomplete =>
        Gaps.Any(g => g.Kind != GapKind.NotAsked)
        || Approved.IsEmpty && !Open.IsEmpty
        || !Approved.IsEmpty && Approved.All(o => o.Source == OfferSource.Table);
}
