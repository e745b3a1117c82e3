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
    /// <summary>What is not known of the image and would fulfil a criterion, such as its name; empty when nothing would.</summary>
    public ImmutableArray<string> MissingFacts { get; init; } = [];

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
        )
        {
            MissingFacts = [.. policy.Criteria.SelectMany(c => MissingFacts(c, image)).Distinct()],
        };
    }

    /// <summary>Of a criterion that lets the owner in: what else it asks and nobody told.</summary>
    private static IEnumerable<string> MissingFacts(ImageCriterion criterion, ImageFacts image)
    {
        if (ProviderMismatch(criterion.Providers, image) is not null || criterion.Criteria is not { } wanted)
            yield break;
        if (!wanted.ImageNames.IsEmpty && image.Name is null)
            yield return "the image's name";
        if (wanted.MaximumDaysSinceCreated is not null && image.CreationDate is null)
            yield return "the image's creation date";
        if (wanted.MaximumDaysSinceDeprecated is not null && !image.DeprecationKnown)
            yield return "whether the image is deprecated";
    }

    /// <summary>Null when the image fulfils the criterion; else the first parameter that it does not fulfil.</summary>
    private static string? Mismatch(ImageCriterion criterion, ImageFacts image, DateTimeOffset now)
    {
        var provider = ProviderMismatch(criterion.Providers, image);
        if (provider is not null || criterion.Criteria is not { } wanted)
            return provider;
        return NameMismatch(wanted, image)
            ?? ProductCodeMismatch(wanted, image)
            ?? CreationMismatch(wanted, image, now)
            ?? DeprecationMismatch(wanted, image, now)
            ?? WatermarkMismatch(wanted, image, now);
    }

    private static string? ProviderMismatch(ImmutableArray<string> providers, ImageFacts image)
    {
        if (providers.IsEmpty || providers.Contains(image.OwnerId))
            return null;
        var alias = OwnerAliases.FromIamName(image.OwnerAlias ?? "")?.DeclarativeName();
        return alias is not null && providers.Contains(alias)
            ? null
            : $"owner {image.IamOwner} is none of its {providers.Length} providers";
    }

    private static string? NameMismatch(ImageCriteria wanted, ImageFacts image)
    {
        if (wanted.ImageNames.IsEmpty)
            return null;
        if (image.Name is not { } name)
            return "the image's name is not known";
        return wanted.ImageNames.Any(n => Wildcard.Matches(n, name)) ? null : $"the name `{name}` matches no pattern";
    }

    private static string? ProductCodeMismatch(ImageCriteria wanted, ImageFacts image)
    {
        var codes = wanted.MarketplaceProductCodes;
        return codes.IsEmpty || codes.Intersect(image.ProductCodes).Any() ? null : "no product code matches";
    }

    private static string? CreationMismatch(ImageCriteria wanted, ImageFacts image, DateTimeOffset now)
    {
        if (wanted.MaximumDaysSinceCreated is not { } days)
            return null;
        if (image.CreationDate is not { } created)
            return "the image's creation date is not known";
        return IsWithin(now - created, days) ? null : $"it was created more than {days} days ago";
    }

    private static string? DeprecationMismatch(ImageCriteria wanted, ImageFacts image, DateTimeOffset now)
    {
        if (wanted.MaximumDaysSinceDeprecated is not { } days)
            return null;
        if (!image.DeprecationKnown)
            return "it is not known whether the image is deprecated";
        return image.DeprecationTime is { } time && !IsWithin(now - time, days)
            ? $"it was deprecated more than {days} days ago"
            : null;
    }

    private static string? WatermarkMismatch(ImageCriteria wanted, ImageFacts image, DateTimeOffset now)
    {
        var filters = wanted.Watermarks;
        var isMet = filters.Any(filter => image.Watermarks.Any(w => Matches(filter, w, now)));
        return filters.IsEmpty || isMet ? null : "no watermark matches";
    }

    /// <summary>All fields of a filter must match the same watermark.</summary>
    private static bool Matches(ImageWatermark filter, WatermarkFacts watermark, DateTimeOffset now) =>
        Wildcard.Matches(filter.WatermarkKey, watermark.WatermarkKey)
        && Wildcard.Matches(filter.SourceImageRegion ?? "*", watermark.SourceImageRegion)
        && IsWithin(now - watermark.SourceImageCreationTime, filter.MaximumDaysSinceSourceImageCreated)
        && IsWithin(now - watermark.WatermarkCreationTime, filter.MaximumDaysSinceWatermarkCreated);

    /// <summary>AWS takes up to 2147483647 days, which no <see cref="TimeSpan"/> holds.</summary>
    /// <param name="days">Null for any age.</param>
    private static bool IsWithin(TimeSpan age, int? days) => days is null || age.TotalDays <= days;
}
