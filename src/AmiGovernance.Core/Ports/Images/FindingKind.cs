namespace AmiGovernance.Core.Ports.Images;

/// <summary>What can be found with an image, or with an account's settings in a Region; the most urgent first.</summary>
public enum FindingKind
{
    Public,
    PublicSnapshot,
    SharedOutside,
    SharedWithOrganization,
    LookAlike,
    SharedIn,
    BlockPublicAccess,
    DeclarativeAttribute,
    AllowedImages,
    Unencrypted,
    Unused,
    Deprecated,
    Disabled,
    Name,
}
