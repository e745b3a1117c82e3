using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>What images and settings are held against.</summary>
/// <param name="Naming">Null when names are not checked.</param>
/// <param name="UnusedDays">An image that was not launched for so long is unused.</param>
public sealed record ImageRules(
    OrganizationScope Organization,
    NamingConvention? Naming,
    int UnusedDays,
    DateTimeOffset Now
)
{
    /// <summary>What allowed images should be; null when nothing says so.</summary>
    public AllowedImagesState? AllowedImages { get; init; }

    /// <summary>Whether public sharing should be blocked.</summary>
    public bool BlocksPublicAccess { get; init; } = true;

    /// <summary>By kind, then by detail.</summary>
    public ImmutableArray<ImageFinding> Check(InventoriedImage image)
    {
        var found = new List<ImageFinding>();
        void Add(FindingKind kind, string detail = "") => found.Add(new ImageFinding(kind, detail));
        if (!image.IsOwn)
        {
            // AWS gives aliases to itself and to verified providers only.
            if (
                image.OwnerAlias is not null
                || Organization.Has(image.Owner)
                || Organization.ApprovedOwners.Contains(image.Owner.Value)
            )
                return [];
            Add(FindingKind.SharedIn, Named(image.Owner));
        }
        else
        {
            if (image.IsPublic)
                Add(FindingKind.Public);
            foreach (var snapshot in image.PublicSnapshots)
                Add(FindingKind.PublicSnapshot, snapshot);
            foreach (
                var permission in (image.LaunchPermissions ?? []).Where(p =>
                    p.Kind != PermissionKind.Group && !p.StaysInside(Organization)
                )
            )
                Add(
                    permission.Kind == PermissionKind.UserId
                        ? FindingKind.SharedOutside
                        : FindingKind.SharedWithOrganization,
                    permission.Kind == PermissionKind.UserId
                        ? Named(AccountId.Parse(permission.Value))
                        : permission.Value
                );
            if (!image.IsEncrypted && !image.Snapshots.IsEmpty)
                Add(FindingKind.Unencrypted);
            if (UnusedSince(image) is { } since && (Now - since).TotalDays >= UnusedDays)
                Add(FindingKind.Unused, since.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (image.DeprecationTime is { } deprecated && deprecated <= Now)
                Add(
                    FindingKind.Deprecated,
                    deprecated.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                );
            if (image.State == "disabled")
                Add(FindingKind.Disabled);
            if (Naming?.Accepts(image.Name) == false)
                Add(FindingKind.Name);
        }
        // A private image of our own misleads nobody but ourselves; one that others see may pass for the real one.
        if (
            (!image.IsOwn || image.IsPublic)
            && NameConfusion.Find(image.Name, image.Owner.Value, image.OwnerAlias) is { } wellKnown
        )
            Add(FindingKind.LookAlike, wellKnown.Publisher);
        return [.. found.OrderBy(f => f.Kind).ThenBy(f => f.Detail, StringComparer.Ordinal)];
    }

    public ImmutableArray<ImageFinding> Check(ImageSettings settings)
    {
        var found = ImmutableArray.CreateBuilder<ImageFinding>();
        if (
            BlocksPublicAccess
            && (
                settings.BlockPublicAccess != ImageSettings.BlockNewSharing
                || settings.BlockPublicAccessManagedBy != ImageSettings.DeclarativePolicy
            )
        )
            found.Add(
                new ImageFinding(
                    FindingKind.BlockPublicAccess,
                    $"{settings.BlockPublicAccess}, managed by {settings.BlockPublicAccessManagedBy}"
                )
            );
        if (
            AllowedImages is { } wanted
            && (
                settings.AllowedImages != wanted.ApiName()
                || settings.AllowedImagesManagedBy != ImageSettings.DeclarativePolicy
            )
        )
            found.Add(
                new ImageFinding(
                    FindingKind.AllowedImages,
                    $"{settings.AllowedImages}, managed by {settings.AllowedImagesManagedBy}"
                )
            );
        return found.ToImmutable();
    }

    /// <summary>The last launch that EC2 knows of, else the day the image was made.</summary>
    private static DateTimeOffset? UnusedSince(InventoriedImage image) => image.LastLaunchedTime ?? image.CreationDate;

    private static string Named(AccountId account) =>
        KnownAccounts.Name(account) is { } name ? $"{account} ({name})" : account.Value;
}
