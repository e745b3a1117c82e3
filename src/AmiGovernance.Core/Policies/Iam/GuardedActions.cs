using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>
/// The EC2 actions that the guardrails name, from the Service Authorization Reference for Amazon EC2. Not here because they
/// carry no image resource, so that a deny on images never fires: RunScheduledInstances, ModifySpotFleetRequest,
/// CreateLaunchTemplate, CreateLaunchTemplateVersion, ModifyLaunchTemplate.
/// </summary>
public static class GuardedActions
{
    /// <summary>Every partition's image ARNs; images have no account part.</summary>
    public const string ImageArn = "arn:*:ec2:*::image/*";

    /// <summary>
    /// Start an instance or replace its root volume from an image; each is authorized on the image. EnableFastLaunch makes
    /// EC2 launch instances from the image by its service-linked role, which no SCP reaches later (EC2 API reference).
    /// </summary>
    public static readonly ImmutableArray<string> Launch =
    [
        "ec2:CreateFleet",
        "ec2:CreateReplaceRootVolumeTask",
        "ec2:EnableFastLaunch",
        "ec2:ModifyFleet",
        "ec2:RequestSpotFleet",
        "ec2:RequestSpotInstances",
        "ec2:RunInstances",
    ];

    /// <summary>
    /// Whether a call makes such a resource though the reference marks it as optional: a launch makes a volume, but of an image that is
    /// backed by the instance store (EC2 user guide, "Root volumes for your Amazon EC2 instances").
    /// </summary>
    public static bool MakesVolume(string action, ActionResource resource) =>
        resource.Type.Name == "volume" && IsLaunch(action);

    /// <summary>
    /// Bring an image, or the disk that becomes one, into an account. Denied on all resources: the image is the new one, whose
    /// `ec2:ImageID` is `*` and whose owner is the caller. Of <see cref="Copy"/> alone a condition can look at the source.
    /// </summary>
    public static readonly ImmutableArray<string> Creation =
    [
        "ec2:CopyImage",
        "ec2:CreateImage",
        "ec2:CreateRestoreImageTask",
        "ec2:ImportImage",
        "ec2:ImportInstance",
        "ec2:ImportSnapshot",
        "ec2:ImportVolume",
        "ec2:RegisterImage",
        "ec2:RestoreImageFromRecycleBin",
    ];

    /// <summary>
    /// Change launch permissions. No condition key singles out public sharing: `ec2:Add/group` exists for snapshots only.
    /// </summary>
    public static readonly ImmutableArray<string> Sharing = ["ec2:ModifyImageAttribute", "ec2:ResetImageAttribute"];

    /// <summary>
    /// Authorized on two images: since 28 October 2024 on the source, and as before on the new one (EC2 user guide, "Grant
    /// permissions to copy Amazon EC2 AMIs").
    /// </summary>
    public const string Copy = "ec2:CopyImage";

    /// <summary>Changes who may restore a snapshot, and with it what is in an image.</summary>
    public const string ShareSnapshot = "ec2:ModifySnapshotAttribute";

    /// <summary>
    /// Bring contents out of an account: a disk to other accounts, an image into a bucket. Taking a share back
    /// (`ResetSnapshotAttribute`) is not among them.
    /// </summary>
    public static readonly ImmutableArray<string> Export =
    [
        "ec2:CreateInstanceExportTask",
        "ec2:CreateStoreImageTask",
        "ec2:ExportImage",
        ShareSnapshot,
    ];

    /// <summary>Whether the action starts instances from an image.</summary>
    public static bool IsLaunch(string action) => Launch.Contains(action, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the action brings an image, or the disk that becomes one, into an account.</summary>
    public static bool IsCreation(string action) => Creation.Contains(action, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether it makes an image of which requests may lack the owner: published denials of copies carry it, and one that comes back from
    /// the recycle bin was there before.
    /// </summary>
    public static bool MakesImage(string action) =>
        IsCreation(action)
        && !IsCopy(action)
        && !action.EndsWith("RestoreImageFromRecycleBin", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the action changes launch permissions.</summary>
    public static bool IsSharing(string action) => Sharing.Contains(action, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the action copies an image.</summary>
    public static bool IsCopy(string action) => string.Equals(action, Copy, StringComparison.OrdinalIgnoreCase);
}
