using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>What a scan found, and what it could not look at.</summary>
/// <param name="Scan">Which one.</param>
/// <param name="Findings">
/// How many images, or accounts and Regions for settings, have a finding of each kind, where the scan has read.
/// </param>
/// <param name="PublicImages">That everyone may launch, where the scan has read.</param>
/// <param name="Gaps">Everything that was not read, or not in full.</param>
public sealed record ScanDocument(
    ScanPart Scan,
    IReadOnlyDictionary<string, int> Findings,
    ImmutableArray<ImagePart> PublicImages,
    ImmutableArray<InventoryGapPart> Gaps
) : ReportDocument
{
    /// <summary>That everyone may launch as earlier scans saw them, where this one has not read.</summary>
    public ImmutableArray<ImagePart> PublicElsewhere { get; init; } = [];

    /// <summary>Accounts and Regions in which Allowed AMIs hides images that others share and that it does not allow.</summary>
    public int HidingPlaces { get; init; }
}

/// <summary>Images of the inventory.</summary>
/// <param name="Scan">The last one.</param>
/// <param name="Images">That were asked for.</param>
/// <param name="Gaps">Everything that was not read, or not in full.</param>
public sealed record ImageListDocument(
    ScanPart Scan,
    ImmutableArray<ImagePart> Images,
    ImmutableArray<InventoryGapPart> Gaps
) : ReportDocument
{
    /// <summary>Whether all that was asked for is known.</summary>
    public bool Complete { get; init; }

    /// <summary>What is not known of it, a sentence each.</summary>
    public ImmutableArray<string> NotKnown { get; init; } = [];
}

/// <summary>What changed between two scans.</summary>
/// <param name="SinceScan">The earlier scan; 0 for the time before the first.</param>
/// <param name="Scan">The later one.</param>
/// <param name="Changes">One image, setting, or account and Region each.</param>
/// <param name="Gaps">Everything that was not read, or not in full.</param>
public sealed record InventoryChangesDocument(
    long SinceScan,
    ScanPart Scan,
    ImmutableArray<InventoryChangePart> Changes,
    ImmutableArray<InventoryGapPart> Gaps
) : ReportDocument;

/// <param name="Change">What changed.</param>
/// <param name="Finding">Which one was found or is resolved.</param>
/// <param name="Account">Its id.</param>
/// <param name="AccountName">As the organization has it.</param>
/// <param name="Region">Where.</param>
/// <param name="ImageId">As AWS has given it.</param>
/// <param name="Name">Of the image.</param>
/// <param name="Detail">What exactly.</param>
public sealed record InventoryChangePart(
    [OneOf("found", "resolved", "setting", "not_read", "read_again", "new_image", "gone_image", "changed_image")]
        string Change,
    [OneOf<FindingKind>] string? Finding,
    string Account,
    string AccountName,
    string Region,
    string? ImageId,
    string? Name,
    string? Detail
);

/// <summary>Calls that make public images private, or take that back.</summary>
/// <param name="DryRun">Nothing is changed yet.</param>
/// <param name="Run">Its name; left out for a dry run.</param>
/// <param name="Calls">In their order.</param>
/// <param name="Settled">Images that need no call.</param>
/// <param name="Kept">Images that stay public by decision.</param>
/// <param name="Open">Images that nobody has decided on.</param>
public sealed record RemediationDocument(
    bool DryRun,
    string? Run,
    ImmutableArray<RemediationCallPart> Calls,
    int Settled,
    int Kept,
    int Open
) : ReportDocument
{
    /// <summary>Images whose decision cannot be carried out: nothing is planned for them.</summary>
    public int Faulty { get; init; }

    /// <summary>Images that could not be read: nothing is planned for them.</summary>
    public ImmutableArray<UnreachedImagePart> NotReached { get; init; } = [];
}

/// <param name="Account">Its id.</param>
/// <param name="Region">Where.</param>
/// <param name="ImageId">As AWS has given it.</param>
/// <param name="Detail">AWS's code and text.</param>
public sealed record UnreachedImagePart(string Account, string Region, string ImageId, string Detail);

/// <param name="Call">To AWS.</param>
/// <param name="Account">Its id.</param>
/// <param name="Region">Where.</param>
/// <param name="ImageId">As AWS has given it.</param>
/// <param name="Before">The launch permissions as they were.</param>
/// <param name="Remove">Launch permissions.</param>
/// <param name="Add">Launch permissions.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">Why it failed.</param>
public sealed record RemediationCallPart(
    [OneOf(RemediationCallPart.ModifyImageAttribute)] string Call,
    string Account,
    string Region,
    string ImageId,
    ImmutableArray<string> Before,
    ImmutableArray<string> Remove,
    ImmutableArray<string> Add,
    [OneOf("planned", "not_tried", "done", "not_recorded", "failed", "unknown")] string Outcome,
    string? Detail
)
{
    public const string ModifyImageAttribute = "ec2:ModifyImageAttribute";
}

/// <summary>Settings of accounts in their Regions.</summary>
/// <param name="Scan">The last one.</param>
/// <param name="Settings">An account and Region each.</param>
/// <param name="Gaps">Everything that was not read, or not in full.</param>
public sealed record SettingsDocument(
    ScanPart Scan,
    ImmutableArray<SettingsPart> Settings,
    ImmutableArray<InventoryGapPart> Gaps
) : ReportDocument
{
    /// <summary>Whether all that was asked for is known.</summary>
    public bool Complete { get; init; }

    /// <summary>What is not known of it, a sentence each.</summary>
    public ImmutableArray<string> NotKnown { get; init; } = [];
}

/// <param name="Account">Its id.</param>
/// <param name="AccountName">As the organization has it.</param>
/// <param name="Region">Where.</param>
/// <param name="BlockPublicAccess">Its value, as EC2 names it.</param>
/// <param name="BlockPublicAccessManagedBy">Who sets it, as EC2 names them.</param>
/// <param name="AllowedImages">Its value, as EC2 names it.</param>
/// <param name="AllowedImagesManagedBy">Who sets it, as EC2 names them.</param>
/// <param name="Findings">What is not as it should be.</param>
public sealed record SettingsPart(
    string Account,
    string AccountName,
    string Region,
    string BlockPublicAccess,
    string BlockPublicAccessManagedBy,
    string AllowedImages,
    string AllowedImagesManagedBy,
    [OneOf<FindingKind>] ImmutableArray<string> Findings
)
{
    /// <summary>Of each further attribute that was looked at its value, and with `_managed_by` who sets it.</summary>
    /// <remarks>It can be set, for the serializer's generator takes one with `init` for a parameter of the constructor.</remarks>
    [JsonExtensionData]
    public IDictionary<string, object>? Attributes { get; set; }
}

/// <summary>The answer to a query in SQL.</summary>
/// <param name="Columns">As the query names them.</param>
/// <param name="Rows">A value for each column.</param>
public sealed record QueryDocument(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<SqlValue>> Rows)
    : ReportDocument;
