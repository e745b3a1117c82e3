using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>Where an image was found.</summary>
public enum OfferSource
{
    Inventory,

    /// <summary>The table of public images: nobody asked AWS which image it is now.</summary>
    Table,

    /// <summary>EC2, by a parameter of the table.</summary>
    Aws,
}

/// <summary>Whether an account can see an image, as far as it is known.</summary>
public enum ImageAccess
{
    Own,
    Shared,
    Public,

    /// <summary>Nothing says that it is shared with the account.</summary>
    NotSeen,

    /// <summary>No scan has read with whom images are shared.</summary>
    NotChecked,

    /// <summary>No account was named.</summary>
    NotAsked,
}

/// <summary>An image for a need, and what the policies make of its launch.</summary>
/// <param name="Facts">Without an id where only the publisher's parameter is known.</param>
public sealed record ImageOffer(ImageFacts Facts, OfferSource Source)
{
    public string? Architecture { get; init; }

    /// <summary>How the publisher's newest one is found; null where the table has no row for it.</summary>
    public PublicImage? Published { get; init; }

    /// <summary>As `describe-images --owners` takes it; null where it is not known.</summary>
    public string? Owner { get; init; }

    public ImageAccess Access { get; init; } = ImageAccess.NotAsked;

    /// <summary>Of a launch by the account, or by any that no policy names.</summary>
    public CallVerdict Verdict { get; init; } = CallVerdict.Unknown;

    /// <summary>Why it is not allowed, or what is not known; empty when it is allowed.</summary>
    public string Why { get; init; } = "";

    /// <summary>It launches still (EC2 user guide, "Deprecate an AMI"), and its owner asks to use another.</summary>
    public bool IsDeprecated { get; init; }

    public bool IsApproved => Verdict == CallVerdict.Allowed;

    /// <summary>It can be used as it stands here.</summary>
    public bool IsUsable => IsApproved && !IsDeprecated && Access != ImageAccess.NotSeen;
}
