using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>
/// Which images to look at. But for one that is named, always available ones of the architecture x86_64, for the tested instance
/// type.
/// </summary>
public sealed record ImageSearch
{
    private ImageSearch() { }

    /// <summary>The images of the account itself.</summary>
    public static readonly ImageSearch Own = new() { IsOwn = true };

    /// <summary>Images that everybody may launch.</summary>
    public static readonly ImageSearch Public = new() { IsPublic = true };

    public static ImageSearch OfOwner(OwnerId owner) => new() { Owner = owner };

    public static ImageSearch ById(ImageId id) => new() { Id = id };

    public bool IsOwn { get; private init; }

    public bool IsPublic { get; private init; }

    /// <summary>Null for any.</summary>
    public OwnerId? Owner { get; private init; }

    /// <summary>Null for any.</summary>
    public ImageId? Id { get; private init; }
}
