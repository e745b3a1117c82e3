using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>
/// The attributes of EC2 declarative policies (Organizations user guide, "EC2 policy syntax and examples"). What is generated, locked,
/// proven, planned, verified and enforced in the sandbox follows from what stands here.
/// </summary>
public static class DeclarativeAttributes
{
    internal const string Root = "ec2_attributes";

    /// <summary>EC2 API reference, EnableImageBlockPublicAccess: on in new accounts.</summary>
    public static readonly StateAttribute ImageBlockPublicAccess = new("image_block_public_access")
    {
        Title = "block public access",
        Subject = "public sharing",
        States =
        [
            new AttributeState(
                "unblocked",
                "public sharing of images is open, and no account can block it for itself",
                "accounts may block public sharing of images for themselves"
            ),
            new AttributeState(
                "block_new_sharing",
                "new public sharing of images is blocked",
                "public sharing of images is no longer blocked"
            ),
        ],
        Unset = "block_new_sharing",
        ReadCall = "GetImageBlockPublicAccessState",
        EnableCall = "EnableImageBlockPublicAccess",
        DisableCall = "DisableImageBlockPublicAccess",
        ApiMember = "ImageBlockPublicAccessState",
        WeakenedBy = ["ec2:DisableImageBlockPublicAccess"],
        SharedBy = "ec2:ModifyImageAttribute",
    };

    /// <summary>
    /// EBS user guide, "Block public access for snapshots"; EC2 API reference, EnableSnapshotBlockPublicAccess: it takes the weaker of two
    /// blocking states too. From block_all_sharing to another state, snapshots that were public become so again.
    /// </summary>
    public static readonly StateAttribute SnapshotBlockPublicAccess = new("snapshot_block_public_access")
    {
        Title = "block public access for snapshots",
        Subject = "public sharing of snapshots",
        States =
        [
            new AttributeState(
                "unblocked",
                "public sharing of snapshots is open, and no account can block it for itself",
                "accounts may block public sharing of snapshots for themselves"
            ),
            new AttributeState(
                "block_new_sharing",
                "new public sharing of snapshots is blocked",
                "public sharing of snapshots is no longer blocked"
            ),
            new AttributeState(
                "block_all_sharing",
                "snapshots that are public already are treated as private",
                "snapshots that were shared publicly are public again"
            ),
        ],
        Unset = "unblocked",
        ReadCall = "GetSnapshotBlockPublicAccessState",
        EnableCall = "EnableSnapshotBlockPublicAccess",
        DisableCall = "DisableSnapshotBlockPublicAccess",
        ApiMember = "State",
        WeakenedBy = ["ec2:DisableSnapshotBlockPublicAccess", "ec2:EnableSnapshotBlockPublicAccess"],
        SharedBy = "ec2:ModifySnapshotAttribute",
    };

    /// <summary>Holds criteria beside its state: <see cref="AllowedImages"/> decides by them.</summary>
    public static readonly DeclarativeAttribute AllowedImagesSettings = new("allowed_images_settings")
    {
        Title = "allowed images",
        ReadCall = "GetAllowedImagesSettings",
        WeakenedBy =
        [
            "ec2:DisableAllowedImagesSettings",
            "ec2:EnableAllowedImagesSettings",
            "ec2:ReplaceImageCriteriaInAllowedImagesSettings",
        ],
    };

    /// <summary>Those that hold one state, in the order in which they are written.</summary>
    public static readonly ImmutableArray<StateAttribute> WithState =
    [
        ImageBlockPublicAccess,
        SnapshotBlockPublicAccess,
    ];

    /// <summary>Those that the configuration sets by their own name; without it the declarative policy says nothing of them.</summary>
    public static readonly ImmutableArray<StateAttribute> Optional = WithState.Remove(ImageBlockPublicAccess);

    /// <summary>All that are governed here, the one that most depends on first.</summary>
    public static readonly ImmutableArray<DeclarativeAttribute> Governed = [AllowedImagesSettings, .. WithState];

    /// <summary>The attributes of AWS that say nothing about images, and how the message to those who are denied is called.</summary>
    private static readonly string[] Others =
    [
        "exception_message",
        "serial_console_access",
        "instance_metadata_defaults",
        "vpc_block_public_access",
        "vpc_encryption_control",
    ];

    /// <summary>All that a document may have below `ec2_attributes`.</summary>
    internal static readonly IReadOnlyList<string> Keys = [.. Governed.Select(a => a.Name), .. Others];
}
