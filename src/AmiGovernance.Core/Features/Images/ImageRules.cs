using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>What images and settings are held against.</summary>
/// <param name="Naming">Null when names are not checked.</param>
/// <param name="UnusedDays">An image that was not launched for so long is unused.</param>
internal sealed record ImageRules(
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

    /// <summary>What attributes should be that the configuration sets by their own name; only these are read.</summary>
    public ImmutableSortedDictionary<string, string> States { get; init; } = ScanRequest.NoStates;

    /// <summary>The attributes that are looked at beside block public access of images.</summary>
    public ImmutableArray<StateAttribute> Attributes =>
        [.. DeclarativeAttributes.Optional.Where(a => States.ContainsKey(a.Name))];

    /// <summary>By kind, then by detail.</summary>
    /// <param name="image">An image as an account sees it.</param>
    public ImmutableArray<ImageFinding> Check(InventoriedImage image)
    {
        if (!image.IsOwn && IsTrusted(image))
            return [];

        var found = image.IsOwn ? Sharing(image).Concat(Condition(image)) : [SharedIn(image)];
        return [.. found.Concat(LookAlike(image)).OrderBy(f => f.Kind).ThenBy(f => f.Detail, StringComparer.Ordinal)];
    }

    /// <summary>The settings of an account in a Region.</summary>
    /// <param name="settings">As they are.</param>
    public ImmutableArray<ImageFinding> Check(ImageSettings settings)
    {
        var found = ImmutableArray.CreateBuilder<ImageFinding>();
        void Compare(FindingKind kind, string value, string managedBy, string wanted, string of = "")
        {
            if (Expected(value, managedBy, wanted) is { } expected)
                found.Add(new ImageFinding(kind, $"{of}{value}, managed by {managedBy}; expected: {expected}"));
        }

        if (BlocksPublicAccess)
            Compare(
                FindingKind.BlockPublicAccess,
                settings.BlockPublicAccess,
                settings.BlockPublicAccessManagedBy,
                ImageSettings.BlockNewSharing
            );
        foreach (var (attribute, state, managedBy) in settings.Attributes)
            if (States.TryGetValue(attribute.Name, out var expected))
                Compare(
                    FindingKind.DeclarativeAttribute,
                    state,
                    managedBy,
                    StateAttribute.ApiName(expected),
                    $"{attribute.Name}: "
                );
        if (AllowedImages is { } wanted)
            Compare(
                FindingKind.AllowedImages,
                settings.AllowedImages,
                settings.AllowedImagesManagedBy,
                wanted.ApiName()
            );
        return found.ToImmutable();
    }

    /// <summary>What differs, as it should be; null when nothing does.</summary>
    private static string? Expected(string value, string managedBy, string wanted)
    {
        const string byPolicy = $"managed by {ImageSettings.DeclarativePolicy}";
        if (managedBy != ImageSettings.DeclarativePolicy)
            return value == wanted ? byPolicy : $"{wanted}, {byPolicy}";
        return value == wanted ? null : wanted;
    }

    /// <summary>AWS gives aliases to itself and to verified providers only.</summary>
    private bool IsTrusted(InventoriedImage image) =>
        image.OwnerAlias is not null
        || Organization.Has(image.Owner)
        || Organization.Approves(image.Owner, image.Account);

    private static ImageFinding SharedIn(InventoriedImage image) => new(FindingKind.SharedIn, Named(image.Owner));

    /// <summary>Who can get at an image of ours.</summary>
    private IEnumerable<ImageFinding> Sharing(InventoriedImage image)
    {
        if (image.IsPublic)
            yield return Plain(FindingKind.Public);
        foreach (var snapshot in image.PublicSnapshots)
            yield return new ImageFinding(FindingKind.PublicSnapshot, snapshot);

        var outside = (image.LaunchPermissions ?? []).Where(p =>
            p.Kind != PermissionKind.Group && !p.StaysInside(Organization)
        );
        foreach (var permission in outside)
            yield return SharedOut(permission);
    }

    private static ImageFinding SharedOut(LaunchPermission permission)
    {
        if (permission.Kind != PermissionKind.UserId)
            return new ImageFinding(FindingKind.SharedWithOrganization, permission.Value);

        var who = permission.Account is { } account ? Named(account) : permission.Value;
        return new ImageFinding(FindingKind.SharedOutside, who);
    }

    /// <summary>What an image of ours is like.</summary>
    private IEnumerable<ImageFinding> Condition(InventoriedImage image)
    {
        if (!image.IsEncrypted && !image.Snapshots.IsEmpty)
            yield return Plain(FindingKind.Unencrypted);
        if (UnusedSince(image) is { } since && (Now - since).TotalDays >= UnusedDays)
            yield return new ImageFinding(FindingKind.Unused, since.Day().Text());
        if (image.DeprecationTime is { } deprecated && deprecated <= Now)
            yield return new ImageFinding(FindingKind.Deprecated, deprecated.Day().Text());
        if (image.State == "disabled")
            yield return Plain(FindingKind.Disabled);
        if (Naming?.Accepts(image.Name) == false)
            yield return Plain(FindingKind.Name);
    }

    /// <summary>A private image of our own misleads nobody but ourselves; one that others see may pass for the real one.</summary>
    private static IEnumerable<ImageFinding> LookAlike(InventoriedImage image)
    {
        var isSeenByOthers = !image.IsOwn || image.IsPublic;
        if (isSeenByOthers && NameConfusion.Find(image.Name, image.Owner, image.OwnerAlias) is { } family)
            yield return new ImageFinding(FindingKind.LookAlike, family.Name);
    }

    /// <summary>The last launch that EC2 knows of, else the day the image was made.</summary>
    private static DateTimeOffset? UnusedSince(InventoriedImage image) => image.LastLaunchedTime ?? image.CreationDate;

    private static ImageFinding Plain(FindingKind kind) => new(kind, "");

    private static string Named(AccountId account) =>
        KnownAccounts.Name(account) is { } name ? $"{account} ({name})" : account.Value;
}
