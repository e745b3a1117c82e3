using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
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

    /// <summary>Whether a criterion is fulfilled depends on what is not known of the image.</summary>
    Unknown,
}

/// <param name="Criterion">The number in the name of the criterion that allowed, from 1; 0 when none did.</param>
/// <param name="Mismatches">For each criterion that did not match for certain, why.</param>
public sealed record ImageDecision(ImageVerdict Verdict, int Criterion, ImmutableArray<string> Mismatches)
{
    /// <summary>Of <see cref="ImageVerdict.Unknown"/>: what would decide, such as the image's name.</summary>
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
    private const string OwnerAccount = "the account that owns the image";

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
        var judged = policy.Criteria.Select((criterion, i) => Judge(criterion, i, image, now)).ToList();
        ImmutableArray<string> mismatches = [.. judged.Where(c => !c.IsMet).Select(c => c.Why)];
        if (judged.Find(c => c.IsMet) is { } met)
            return new ImageDecision(ImageVerdict.Allowed, met.Number, mismatches);
        ImmutableArray<string> missing = [.. judged.SelectMany(c => c.Missing).Distinct()];
        if (!missing.IsEmpty)
            return new ImageDecision(ImageVerdict.Unknown, 0, mismatches) { MissingFacts = missing };
        var isEnforced = policy.State == AllowedImagesState.Enabled;
        return new ImageDecision(isEnforced ? ImageVerdict.Denied : ImageVerdict.MarkedOnly, 0, mismatches);
    }

    /// <param name="Why">Why it is not met for certain; empty when it is.</param>
    /// <param name="Missing">What would decide, where nothing that is known speaks against it.</param>
    private sealed record JudgedCriterion(int Number, string Why, ImmutableArray<string> Missing)
    {
        public bool IsMet => Why.Length == 0;
    }

    private static JudgedCriterion Judge(ImageCriterion criterion, int index, ImageFacts image, DateTimeOffset now)
    {
        var number = criterion.Number > 0 ? criterion.Number : index + 1;
        if (Mismatch(criterion, image, now) is { } reason)
            return new JudgedCriterion(number, $"criteria_{number}: {reason}", []);
        ImmutableArray<string> missing = [.. Missing(criterion, image)];
        return missing.IsEmpty
            ? new JudgedCriterion(number, "", [])
            : new JudgedCriterion(number, $"criteria_{number}: not known: {string.Join(", ", missing)}", missing);
    }

    /// <summary>What the criterion asks and nobody told.</summary>
    private static IEnumerable<string> Missing(ImageCriterion criterion, ImageFacts image)
    {
        if (!IsProvider(criterion.Providers, image))
            yield return OwnerAccount;
        if (criterion.Criteria is not { } wanted)
            yield break;
        if (!wanted.ImageNames.IsEmpty && image.Name is null)
            yield return "the image's name";
        if (!wanted.MarketplaceProductCodes.IsEmpty && !image.IsDescribed && image.ProductCodes.IsEmpty)
            yield return "the image's product codes";
        if (wanted.MaximumDaysSinceCreated is not null && image.CreationDate is null)
            yield return "the image's creation date";
        if (wanted.MaximumDaysSinceDeprecated is not null && !image.DeprecationKnown)
            yield return "whether the image is deprecated";
        if (!wanted.Watermarks.IsEmpty && !image.IsDescribed && image.Watermarks.IsEmpty)
            yield return "the image's watermarks";
    }

    /// <summary>Null when nothing that is known speaks against the criterion; else the first parameter that is not fulfilled.</summary>
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

    /// <summary>An image behind an alias belongs to an account as well, which may be listed by its number.</summary>
    private static string? ProviderMismatch(ImmutableArray<string> providers, ImageFacts image)
    {
        var isAccountOpen = image.OwnerId.Length == 0 && providers.Any(p => AccountId.IsValid(p));
        return isAccountOpen || IsProvider(providers, image) ? null : $"owner {image.IamOwner} is {NoneOf(providers)}";
    }

    private static string NoneOf(ImmutableArray<string> providers) =>
        providers.Length == 1 ? "not its provider" : $"none of its {providers.Length} providers";

    private static bool IsProvider(ImmutableArray<string> providers, ImageFacts image)
    {
        var alias = OwnerAliases.FromIamName(image.OwnerAlias ?? "")?.DeclarativeName();
        return providers.IsEmpty || providers.Contains(image.OwnerId) || alias is not null && providers.Contains(alias);
    }

    private static string? NameMismatch(ImageCriteria wanted, ImageFacts image)
    {
        if (wanted.ImageNames.IsEmpty)
            return null;
        if (image.Name is not { } name)
            return null;
        return wanted.ImageNames.Any(n => Wildcard.Matches(n, name)) ? null : $"the name `{name}` matches no pattern";
    }

    private static string? ProductCodeMismatch(ImageCriteria wanted, ImageFacts image)
    {
        var codes = wanted.MarketplaceProductCodes;
        var isOpen = codes.IsEmpty || !image.IsDescribed && image.ProductCodes.IsEmpty;
        return isOpen || codes.Intersect(image.ProductCodes).Any() ? null : "no product code matches";
    }

    private static string? CreationMismatch(ImageCriteria wanted, ImageFacts image, DateTimeOffset now)
    {
        if (wanted.MaximumDaysSinceCreated is not { } days)
            return null;
        if (image.CreationDate is not { } created)
            return null;
        return IsWithin(now - created, days) ? null : $"it was created more than {Plural.Of(days, "day")} ago";
    }

    private static string? DeprecationMismatch(ImageCriteria wanted, ImageFacts image, DateTimeOffset now)
    {
        if (wanted.MaximumDaysSinceDeprecated is not { } days)
            return null;
        return image.DeprecationTime is { } time && !IsWithin(now - time, days)
            ? $"it was deprecated more than {Plural.Of(days, "day")} ago"
            : null;
    }

    private static string? WatermarkMismatch(ImageCriteria wanted, ImageFacts image, DateTimeOffset now)
    {
        var filters = wanted.Watermarks;
        var isMet = filters.Any(filter => image.Watermarks.Any(w => Matches(filter, w, now)));
        var isOpen = filters.IsEmpty || !image.IsDescribed && image.Watermarks.IsEmpty;
        return isOpen || isMet ? null : "no watermark matches";
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
