using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>One image of a review list: what reviewers see, and what they decided.</summary>
/// <param name="WrittenRegion">As it stands in the list, which people edit; <see cref="Place"/> is what it means.</param>
/// <param name="WrittenImageId">As it stands in the list.</param>
public sealed record ReviewedImage(AccountId Account, string WrittenRegion, string WrittenImageId)
{
    public ReviewedImage(ImagePlace place)
        : this(place.Account, place.Region.Value, place.Id.Value) { }

    public string AccountName { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>As it was when the list was written.</summary>
    public ImmutableArray<LaunchPermission> SharedWith { get; init; } = [];

    /// <summary>The day of the usage report; null when there is none.</summary>
    public DateOnly? UsageReport { get; init; }

    /// <summary>EC2 is making one; known while the list is made, and not written into it.</summary>
    public bool IsReportPending { get; init; }

    public ImmutableArray<ImageUser> UsedBy { get; init; } = [];

    public ReviewDecision Decision { get; init; }

    /// <summary>Who may launch it in place of everyone.</summary>
    public ImmutableArray<LaunchPermission> Grant { get; init; } = [];

    public string Reason { get; init; } = "";

    /// <summary>For <see cref="ReviewDecision.Keep"/>: holds while today is before this day.</summary>
    public DateOnly? ExpiresOn { get; init; }

    public string ApprovedBy { get; init; } = "";

    public string Ticket { get; init; } = "";

    /// <summary>Where it stands in the list; null for one that was just made.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The image that is meant; null when the list names no Region or no image.</summary>
    public ImagePlace? Place =>
        RegionName.TryParse(WrittenRegion, out var region) && ImageId.TryParse(WrittenImageId, out var id)
            ? new ImagePlace(Account, region, id)
            : null;

    /// <summary>What tells the images of a list apart.</summary>
    public (AccountId, string, string) Key => (Account, WrittenRegion, WrittenImageId);

    /// <summary>For people.</summary>
    public string Title => $"{WrittenImageId} in {Account} {WrittenRegion}";

    public bool IsKept(DateOnly today) => Decision == ReviewDecision.Keep && ExpiresOn > today;
}
