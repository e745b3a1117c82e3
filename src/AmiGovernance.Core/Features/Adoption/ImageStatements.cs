using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>Tells the statements of service control policies that are about images from all others.</summary>
internal static class ImageStatements
{
    /// <summary>Condition keys that images alone carry.</summary>
    private static readonly string[] ImageKeys = ["ec2:Owner", "ec2:Public", "ec2:ImageID", "ec2:ImageType"];

    private const string ImageResource = ":image/";

    /// <summary>Actions that are about images whatever the statement says else.</summary>
    private static readonly ImmutableArray<string> Named =
    [
        .. GuardedActions.Creation,
        .. GuardedActions.Sharing,
        .. GuardedActions.Export,
        .. Guardrail,
    ];

    /// <summary>The actions that switch off what a declarative policy can set for images.</summary>
    public static ImmutableArray<string> Guardrail => [.. DeclarativeAttributes.Governed.SelectMany(a => a.WeakenedBy)];

    /// <summary>
    /// Whether it denies something because of images: by their keys, by their ARNs, or by actions that are about images alone. A statement
    /// such as one that denies all outside some Regions is none of these.
    /// </summary>
    public static bool Is(Statement statement)
    {
        if (statement.Effect != Effect.Deny)
            return false;
        var onImages = statement.Resources.Any(r => r.Contains(ImageResource, StringComparison.Ordinal));
        // All images but some can be launched where launches are denied on all but these.
        if (onImages && (!statement.ResourcesExcluded || statement.Covers("ec2:RunInstances")))
            return true;
        if (statement.Conditions.Any(c => ImageKeys.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
            return true;
        return !statement.ActionsExcluded && statement.Actions.Any(IsOfImages);
    }

    /// <summary>All actions of the services that make images by a role of their own, where all of them are denied.</summary>
    public static ImmutableArray<ImageService> Services(Statement statement) =>
        statement.ActionsExcluded ? [] : [.. ImageService.All.Where(service => service.Actions.All(statement.Covers))];

    private static bool IsOfImages(string pattern)
    {
        if (!Wildcard.HasWildcards(pattern))
            return Named.Contains(pattern, StringComparer.OrdinalIgnoreCase) || IsOfService(pattern);
        return pattern.Contains("image", StringComparison.OrdinalIgnoreCase)
            && Named.Any(action => Wildcard.Matches(pattern, action, ignoreCase: true));
    }

    private static bool IsOfService(string action) =>
        ImageService.All.Any(s => s.Actions.Contains(action, StringComparer.OrdinalIgnoreCase));
}
