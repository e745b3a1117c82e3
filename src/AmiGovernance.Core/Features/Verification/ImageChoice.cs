using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// Picks images for the tests: an approved one of a listed owner, and a public one of an owner that is not listed. Under an
/// enforced policy EC2 hides the second kind, so it is also looked for with the caller's own account, among the images of the
/// account's instances, and last among the account's own images, which only the SCP holds back.
/// </summary>
/// <param name="witnesses">Accounts that may see what is hidden from the tested one: without that, nothing tells that it exists.</param>
/// <param name="enforced">What the policies make of an image once they are enforced; it tells what is approved.</param>
internal sealed class ImageChoice(
    IPlaceReader reader,
    GovernanceConfig config,
    Expectations enforced,
    VerificationRequest request,
    ImmutableArray<AccountId> witnesses
)
{
    public async Task<ChosenImage?> Approved(VerificationPlace place, CancellationToken cancel)
    {
        if (request.ApprovedImage(place.Region) is { } named)
            return await Named(place, named, cancel);

        foreach (var owner in ListedOwners(place.Account))
            if (await FindApproved(place, ImageSearch.OfOwner(owner), cancel) is { } found)
                return new ChosenImage(found, $"of the approved owner {found.Facts.IamOwner}", true);
        return null;
    }

    /// <summary>The account itself comes last: its own images show less, for the declarative layer lets them through in any case.</summary>
    private IEnumerable<OwnerId> ListedOwners(AccountId account) =>
        config
            .Publishers.OrderBy(p => p.Kind)
            .Select(p => OwnerId.Of(p.AccountId))
            .Concat(config.Aliases.Select(a => OwnerId.Of(a.Alias)))
            .OrderBy(owner => owner.Account == account);

    private Task<SeenImage?> FindApproved(VerificationPlace place, ImageSearch search, CancellationToken cancel) =>
        reader.FindImage(
            place,
            search,
            image => !IsDeniedByScp(image, place) && !IsDeniedByAllowedImages(image, place),
            cancel
        );

    public async Task<ChosenImage?> NotApproved(
        VerificationPlace place,
        AccountId caller,
        ImmutableArray<SeenInstance> instances,
        CancellationToken cancel
    )
    {
        if (request.NotApprovedImage(place.Region) is { } named)
            return await Named(place, named, cancel);

        return await SeenHere(place, cancel)
            ?? await SeenByCaller(place, caller, cancel)
            ?? LaunchedHere(place, instances);
    }

    private async Task<ChosenImage?> SeenHere(VerificationPlace place, CancellationToken cancel) =>
        await reader.FindImage(place, ImageSearch.Public, image => IsUnlisted(image, place), cancel) is { } found
            ? new ChosenImage(found, $"a public image of {found.Facts.IamOwner}", true)
            : null;

    private async Task<ChosenImage?> SeenByCaller(VerificationPlace place, AccountId caller, CancellationToken cancel)
    {
        if (caller == place.Account)
            return null;
        try
        {
            var callersPlace = place with { Account = caller };
            var seen = await reader.FindImage(callersPlace, ImageSearch.Public, i => IsUnlisted(i, place), cancel);
            return seen is null
                ? null
                : new ChosenImage(
                    seen,
                    $"a public image of {seen.Facts.IamOwner}, seen from account {caller}",
                    IsVisible: false
                );
        }
        catch (AwsException)
        {
            // The caller's account may lack permissions that the role in the tested account has.
            return null;
        }
    }

    private ChosenImage? LaunchedHere(VerificationPlace place, ImmutableArray<SeenInstance> instances)
    {
        var launched = instances
            .Select(i => i.Image)
            .OfType<SeenImage>()
            .Where(i => IsUnlisted(i, place))
            .MinBy(i => i.Id);
        return launched is null
            ? null
            : new ChosenImage(
                launched,
                $"an image of {launched.Facts.IamOwner} that an instance was launched from",
                IsVisible: null
            );
    }

    /// <summary>
    /// What is left where an enforced policy hides every other image: a public one that another place knows, else one of the account
    /// itself.
    /// </summary>
    public ChosenImage? LastResort(VerificationPlace place, IEnumerable<ChosenImage> elsewhere, SeenImage? own)
    {
        var known = elsewhere
            .Where(i => i.Image.Facts.IsPublic == true)
            .FirstOrDefault(i => IsUnlisted(i.Image, place));
        if (known is not null)
            return known with { IsVisible = false };

        return own is not null && IsDeniedByScp(own, place)
            ? new ChosenImage(
                own,
                "an image of the account itself, which only the service control policy holds back",
                IsVisible: true
            )
            : null;
    }

    private bool IsUnlisted(SeenImage image, VerificationPlace place) =>
        image.Facts.OwnerId != place.Account.Value
        && IsDeniedByScp(image, place)
        && IsDeniedByAllowedImages(image, place);

    private bool IsDeniedByScp(SeenImage image, VerificationPlace place) =>
        enforced.Denies(TestedAction.RunInstances, place, image.Facts);

    private bool IsDeniedByAllowedImages(SeenImage image, VerificationPlace place) =>
        enforced.Decide(image.Facts, place.Account).IsDenied;

    private async Task<ChosenImage> Named(VerificationPlace place, ImageId id, CancellationToken cancel)
    {
        if (await See(place, id, cancel) is { } here)
            return new ChosenImage(here, "as named", true);
        foreach (var witness in witnesses.Where(w => w != place.Account))
            if (await SeeElsewhere(place with { Account = witness }, id, cancel) is { } found)
                return new ChosenImage(found, $"as named, seen from account {witness}", false);
        return new ChosenImage(SeenImage.Unseen(id), "as named", false);
    }

    /// <summary>Null where it is hidden, not shared, of another Region, or nowhere.</summary>
    private async Task<SeenImage?> See(VerificationPlace place, ImageId id, CancellationToken cancel)
    {
        try
        {
            return await reader.FindImage(place, ImageSearch.ById(id), _ => true, cancel);
        }
        catch (AwsException e) when (e.Code.StartsWith("InvalidAMIID.", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>Null too where the account cannot be entered, or its permissions lack.</summary>
    private async Task<SeenImage?> SeeElsewhere(VerificationPlace place, ImageId id, CancellationToken cancel)
    {
        try
        {
            var seen = await See(place, id, cancel);
            // EC2's mark is of the account that asks.
            return seen is null ? null : seen with { Allowed = null };
        }
        catch (AwsException)
        {
            return null;
        }
    }
}
