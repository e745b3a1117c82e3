using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>An image for the tests of one place.</summary>
/// <param name="How">Where it comes from, for people.</param>
/// <param name="IsVisible">Whether DescribeImages shows it to the account; null when it was not asked.</param>
internal sealed record ChosenImage(SeenImage Image, string How, bool? IsVisible)
{
    public string Id => Image.Id;
}

/// <summary>
/// Picks images for the tests: an approved one of a listed owner, and a public one of an owner that is not listed. Under an
/// enforced policy EC2 hides the second kind, so it is also looked for with the caller's own account, among the images of the
/// account's instances, and last among the account's own images, which only the SCP holds back.
/// </summary>
/// <param name="enforced">What the policies make of an image once they are enforced; it tells what is approved.</param>
internal sealed class ImageChoice(
    IVerificationCalls calls,
    GovernanceConfig config,
    Expectations enforced,
    VerificationRequest request
)
{
    public async Task<ChosenImage?> Approved(VerificationPlace place, CancellationToken cancel)
    {
        if (request.ApprovedImage(place.Region) is { } named)
            return await Named(place, named, cancel);
        // The account's own images show less: the declarative layer lets them through in any case.
        var owners = config
            .Publishers.OrderBy(p => p.Kind)
            .Select(p => p.AccountId.Value)
            .Concat(config.Aliases.Select(a => a.Alias.IamName()))
            .OrderBy(o => o == place.Account.Value);
        foreach (var owner in owners)
            if (await calls.FindImage(place, new ImageSearch(owner), i => IsApproved(i, place), cancel) is { } found)
                return new ChosenImage(found, $"of the approved owner {found.Facts.IamOwner}", true);
        return null;
    }

    private bool IsApproved(SeenImage image, VerificationPlace place) =>
        !enforced.Denies(TestedAction.RunInstances, place, image.Facts)
        && !enforced.Decide(image.Facts, place.Account).IsDenied;

    public async Task<ChosenImage?> NotApproved(
        VerificationPlace place,
        AccountId caller,
        ImmutableArray<SeenInstance> instances,
        CancellationToken cancel
    )
    {
        if (request.NotApprovedImage(place.Region) is { } named)
            return await Named(place, named, cancel);
        bool Accepts(SeenImage i) => IsUnlisted(i, place);
        var anyPublic = new ImageSearch(null) { Public = true };
        if (await calls.FindImage(place, anyPublic, Accepts, cancel) is { } found)
            return new ChosenImage(found, $"a public image of {found.Facts.IamOwner}", true);
        if (
            caller != place.Account
            && await FromCaller(place with { Account = caller }, anyPublic, Accepts, cancel) is { } seen
        )
            return new ChosenImage(seen, $"a public image of {seen.Facts.IamOwner}, seen from account {caller}", false);
        return
            instances.Select(i => i.Image).OfType<SeenImage>().Where(Accepts).MinBy(i => i.Id, StringComparer.Ordinal)
                is { } launched
            ? new ChosenImage(
                launched,
                $"an image of {launched.Facts.IamOwner} that an instance was launched from",
                null
            )
            : null;
    }

    /// <summary>What is left where an enforced policy hides every other image: a public one that another place knows, else one of the account itself.</summary>
    public ChosenImage? NotApproved(VerificationPlace place, IEnumerable<ChosenImage> elsewhere, SeenImage? own) =>
        elsewhere.FirstOrDefault(i => i.Image.Facts.IsPublic == true && IsUnlisted(i.Image, place)) is { } known
            ? known with
            {
                IsVisible = false,
            }
        : own is not null && enforced.Denies(TestedAction.RunInstances, place, own.Facts)
            ? new ChosenImage(
                own,
                "an image of the account itself, which only the service control policy holds back",
                true
            )
        : null;

    private bool IsUnlisted(SeenImage image, VerificationPlace place) =>
        image.Facts.OwnerId != place.Account.Value
        && enforced.Denies(TestedAction.RunInstances, place, image.Facts)
        && enforced.Decide(image.Facts, place.Account).IsDenied;

    /// <summary>The caller's account may lack permissions that the role in the tested account has.</summary>
    private async Task<SeenImage?> FromCaller(
        VerificationPlace place,
        ImageSearch search,
        Func<SeenImage, bool> accepts,
        CancellationToken cancel
    )
    {
        try
        {
            return await calls.FindImage(place, search, accepts, cancel);
        }
        catch (AwsException)
        {
            return null;
        }
    }

    private async Task<ChosenImage> Named(VerificationPlace place, string id, CancellationToken cancel)
    {
        try
        {
            if (await calls.FindImage(place, new ImageSearch(null) { Id = id }, _ => true, cancel) is { } found)
                return new ChosenImage(found, "as named", true);
        }
        catch (AwsException e) when (e.Code.StartsWith("InvalidAMIID.", StringComparison.Ordinal))
        {
            // Hidden, not shared, or in another Region: the calls tell.
        }
        return new ChosenImage(new SeenImage(new ImageFacts("", null) { ImageId = id }, null), "as named", false);
    }
}
