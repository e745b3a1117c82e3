using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>What Allowed AMIs makes of one image in one account.</summary>
public enum ImageVerdict
{
    /// <summary>No criterion is in force: the policy says nothing, or its state is `disabled`.</summary>
    NotGoverned,

    /// <summary>The account owns the image; its own images are always usable, whatever the criteria.</summary>
    OwnImage,

    Allowed,

    /// <summary>In audit mode the image stays usable and is marked `ImageAllowed: false`.</summary>
    MarkedOnly,

    Denied,
}

/// <param name="Criterion">The number in the name of the criterion that allowed, from 1; 0 when none did.</param>
/// <param name="Mismatches">For each criterion that did not match, why.</param>
public sealed record ImageDecision(ImageVerdict Verdict, int Criterion, ImmutableArray<string> Mismatches)
{
    public bool IsDenied => Verdict == ImageVerdict.Denied;
}

/// <summary>
/// Decides as EC2 does (EC2 user guide, "Control the discovery and use of AMIs with Allowed AMIs"): all parameters of a
/// criterion must hold, one criterion is enough, values of one parameter are alternatives. It governs every principal of the
/// account, service-linked roles and the management account included.
/// </summary>
public static class AllowedImages
{
    public static ImageDecision Decide(
        DeclarativePolicy policy,
        ImageFacts image,
        AccountId account,
        DateTimeOffset now
    )
    {
        if (policy.State is null or AllowedImagesState.Disabled)
            return new ImageDecision(ImageVerdict.NotGoverned, 0, []);
        if (image.OwnerId == account.Value)
            return new ImageDecision(ImageVerdict.OwnImage, 0, []);
        var mismatches = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < policy.Criteria.Length; i++)
        {
            var number = policy.Criteria[i].Number > 0 ? policy.Criteria[i].Number : i + 1;
            if (Mismatch(policy.Criteria[i], image, now) is not { } reason)
                return new ImageDecision(ImageVerdict.Allowed, number, mismatches.ToImmutable());
            mismatches.Add($"criteria_{number}: {reason}");
        }
        return new ImageDecision(
            policy.State == AllowedImagesState.Enabled ? ImageVerdict.Denied : ImageVerdict.MarkedOnly,
            0,
            mismatches.ToImmutable()
        );
    }

    /// <summary>Null when the image fulfils the criterion; else the first parameter that it does not fulfil.</summary>
    private static string? Mismatch(ImageCriterion criterion, ImageFacts image, DateTimeOffset now)
    {
        var alias = image.OwnerAlias is null ? null : OwnerAliases.FromIamName(image.OwnerAlias)?.DeclarativeName();
        if (
            !criterion.Providers.IsEmpty
            && !criterion.Providers.Contains(image.OwnerId)
            && (alias is null || !criterion.Providers.Contains(alias))
        )
            return $"owner {image.IamOwner} is none of its {criterion.Providers.Length} providers";
        if (criterion.Criteria is not { } wanted)
            return null;
        if (
            !wanted.ImageNames.IsEmpty
            && (image.Name is null || !wanted.ImageNames.Any(n => Wildcard.Matches(n, image.Name)))
        )
            return image.Name is null ? "the image's name is not known" : $"the name `{image.Name}` matches no pattern";
        if (
            !wanted.MarketplaceProductCodes.IsEmpty
            && !wanted.MarketplaceProductCodes.Intersect(image.ProductCodes).Any()
        )
            return "no product code matches";
        if (
            wanted.MaximumDaysSinceCreated is { } maxAge
            && !(image.CreationDate is { } created && now - created <= TimeSpan.FromDays(maxAge))
        )
            return image.CreationDate is null
                ? "the image's creation date is not known"
                : $"it was created more than {maxAge} days ago";
        if (
            wanted.MaximumDaysSinceDeprecated is { } maxDeprecated
            && DeprecationProblem(image, maxDeprecated, now) is { } problem
        )
            return problem;
        return
            !wanted.Watermarks.IsEmpty
            && !wanted.Watermarks.Any(filter => image.Watermarks.Any(w => Matches(filter, w, now)))
            ? "no watermark matches"
            : null;
    }

    private static string? DeprecationProblem(ImageFacts image, int maximum, DateTimeOffset now) =>
        !image.DeprecationKnown ? "it is not known whether the image is deprecated"
        : image.DeprecationTime is { } time && now - time > TimeSpan.FromDays(maximum)
            ? $"it was deprecated more than {maximum} days ago"
        : null;

    /// <summary>All fields of a filter must match the same watermark.</summary>
    private static bool Matches(ImageWatermark filter, WatermarkFacts watermark, DateTimeOffset now) =>
        Wildcard.Matches(filter.WatermarkKey, watermark.WatermarkKey)
        && (filter.SourceImageRegion is not { } region || Wildcard.Matches(region, watermark.SourceImageRegion))
        && (
            filter.MaximumDaysSinceSourceImageCreated is not { } source
            || now - watermark.SourceImageCreationTime <= TimeSpan.FromDays(source)
        )
        && (
            filter.MaximumDaysSinceWatermarkCreated is not { } age
            || now - watermark.WatermarkCreationTime <= TimeSpan.FromDays(age)
        );
}
