using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Reads image criteria from a call, within their limits (EC2 user guide, "Allowed AMIs").</summary>
internal static class CriterionReader
{
    /// <summary>A provider that allows no image; it stands alone.</summary>
    private const string Nobody = "none";

    public static ImmutableArray<ImageCriterion> Read(CallInput input)
    {
        ImmutableArray<ImageCriterion> criteria = [.. input.Objects("ImageCriterion").Select(Criterion)];
        if (criteria.Length > AllowedImagesLimits.Criteria)
            throw Invalid($"You can specify at most {AllowedImagesLimits.Criteria} image criteria.");
        return criteria;
    }

    private static ImageCriterion Criterion(CallInput input)
    {
        var providers = Providers(input);
        var more = new ImageCriteria
        {
            ImageNames = Names(input),
            MarketplaceProductCodes = Texts(input, "MarketplaceProductCode", AllowedImagesLimits.ProductCodes),
            MaximumDaysSinceCreated = input.Object("CreationDateCondition").Number("MaximumDaysSinceCreated"),
            MaximumDaysSinceDeprecated = input.Object("DeprecationTimeCondition").Number("MaximumDaysSinceDeprecated"),
        };
        return new ImageCriterion(providers, IsEmpty(more) ? null : more);
    }

    /// <summary>As declarative policies spell them.</summary>
    private static ImmutableArray<string> Providers(CallInput input)
    {
        var written = input.Texts("ImageProvider");
        ImmutableArray<string> providers = [.. written.Select(Provider)];
        if (providers.Length > AllowedImagesLimits.Providers || (providers.Length > 1 && providers.Contains(Nobody)))
            throw InvalidCriterion();
        return providers;
    }

    private static string Provider(string text)
    {
        if (text == Nobody)
            return text;
        // The EC2 API spells aliases with hyphens only.
        var isOwner = OwnerId.TryParse(text, out var owner);
        return isOwner && owner.IamName == text
            ? owner.DeclarativeName
            : throw Invalid($"The image provider '{text}' is invalid.");
    }

    private static ImmutableArray<string> Texts(CallInput input, string name, int most)
    {
        var texts = input.Texts(name);
        return texts.Length <= most ? texts : throw InvalidCriterion();
    }

    /// <summary>EC2 API reference, "ImageCriterionRequest".</summary>
    private static ImmutableArray<string> Names(CallInput input)
    {
        var names = Texts(input, "ImageName", AllowedImagesLimits.ImageNames);
        return names.All(n => AllowedImagesLimits.ImageNameProblem(n) is null) ? names : throw InvalidCriterion();
    }

    private static bool IsEmpty(ImageCriteria criteria) =>
        criteria.ImageNames.IsEmpty
        && criteria.MarketplaceProductCodes.IsEmpty
        && criteria.MaximumDaysSinceCreated is null
        && criteria.MaximumDaysSinceDeprecated is null;

    private static SandboxException InvalidCriterion() => Invalid("The image criterion is invalid.");

    private static SandboxException Invalid(string message) => new("InvalidParameterValue", message);
}
