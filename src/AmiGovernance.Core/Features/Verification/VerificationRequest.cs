using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Verification;

/// <param name="Accounts">Empty for those whose answers differ.</param>
/// <param name="Mode">What the accounts are expected to be in; null for what the attached policies or the configuration say.</param>
/// <param name="RoleName">The role that is assumed in member accounts.</param>
public sealed record VerificationRequest(
    string ConfigPath,
    ImmutableArray<AccountId> Accounts,
    ImmutableArray<string> Regions,
    AllowedImagesState? Mode,
    string RoleName
)
{
    /// <summary>Images to use instead of those that are picked, each for one Region, or with an empty Region for all.</summary>
    public ImmutableArray<(string Region, string Image)> ApprovedImages { get; init; } = [];

    public ImmutableArray<(string Region, string Image)> NotApprovedImages { get; init; } = [];

    /// <summary>Whether instances are launched for real, and ended at once.</summary>
    public bool Launch { get; init; }

    /// <summary>Whether CloudTrail's records of the calls are waited for.</summary>
    public bool CloudTrail { get; init; }

    public string? ApprovedImage(string region) => In(ApprovedImages, region);

    public string? NotApprovedImage(string region) => In(NotApprovedImages, region);

    private static string? In(ImmutableArray<(string Region, string Image)> images, string region) =>
        images
            .Where(i => i.Region == region || i.Region.Length == 0)
            .OrderBy(i => i.Region.Length == 0)
            .Select(i => i.Image)
            .FirstOrDefault();
}
