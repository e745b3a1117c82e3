using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>An image that somebody names for the tests.</summary>
/// <param name="Region">Null for all Regions.</param>
public sealed record NamedImage(RegionName? Region, ImageId Image);

/// <summary>What is to be verified.</summary>
/// <param name="Accounts">Empty for those whose answers differ.</param>
/// <param name="Mode">What the accounts are expected to be in; null for what the attached policies or the configuration say.</param>
/// <param name="RoleName">The role that is assumed in member accounts.</param>
public sealed record VerificationRequest(
    string ConfigPath,
    ImmutableArray<AccountId> Accounts,
    ImmutableArray<RegionName> Regions,
    AllowedImagesState? Mode,
    string RoleName
)
{
    /// <summary>Images to use instead of those that are picked.</summary>
    public ImmutableArray<NamedImage> ApprovedImages { get; init; } = [];

    public ImmutableArray<NamedImage> NotApprovedImages { get; init; } = [];

    /// <summary>Whether instances are launched for real, and ended at once.</summary>
    public bool Launch { get; init; }

    /// <summary>Whether CloudTrail's records of the calls are waited for.</summary>
    public bool CloudTrail { get; init; }

    public ImageId? ApprovedImage(RegionName region) => In(ApprovedImages, region);

    public ImageId? NotApprovedImage(RegionName region) => In(NotApprovedImages, region);

    /// <summary>The one for this Region, else the one for all.</summary>
    private static ImageId? In(ImmutableArray<NamedImage> images, RegionName region) =>
        images
            .Where(i => i.Region == region || i.Region is null)
            .OrderBy(i => i.Region is null)
            .FirstOrDefault()
            ?.Image;
}
