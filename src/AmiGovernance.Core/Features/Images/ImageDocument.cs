using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Images;

/// <summary>All that the inventory knows of an image.</summary>
/// <param name="ImageId">As AWS has given it.</param>
/// <param name="Now">As each account sees it.</param>
/// <param name="LaunchPermissions">Who may launch it now, as far as it was looked at.</param>
/// <param name="Versions">Oldest first, in each account and Region that saw it.</param>
public sealed record ImageDocument(
    string ImageId,
    ImmutableArray<ImagePart> Now,
    ImmutableArray<LaunchPermissionPart> LaunchPermissions,
    ImmutableArray<ImageVersionPart> Versions
) : ReportDocument
{
    /// <summary>The last one.</summary>
    public required ScanPart Scan { get; init; }
}

/// <param name="Account">Its id.</param>
/// <param name="Region">Where.</param>
/// <param name="Permission">Such as `userId=111122223333`.</param>
public sealed record LaunchPermissionPart(string Account, string Region, string Permission);

/// <param name="Account">Its id.</param>
/// <param name="Region">Where.</param>
/// <param name="FromScan">The first scan that saw it so.</param>
/// <param name="UntilScan">The first scan that saw something else or nothing; left out for what holds now.</param>
/// <param name="Name">Of the image.</param>
/// <param name="Owner">The account that owns it.</param>
/// <param name="OwnerAlias">Empty for none.</param>
/// <param name="Description">Of the image.</param>
/// <param name="State">As EC2 names it.</param>
/// <param name="Public">Everyone may launch it.</param>
/// <param name="CreatedAt">As EC2 tells it.</param>
/// <param name="DeprecatedAt">As EC2 tells it; empty for never.</param>
/// <param name="LastLaunchedAt">As EC2 tells it; empty when it does not.</param>
/// <param name="Encrypted">All its snapshots are.</param>
/// <param name="Snapshots">Their ids.</param>
/// <param name="SourceImage">That it was copied from; empty when EC2 does not tell.</param>
/// <param name="SourceInstance">That it was made from; empty when EC2 does not tell.</param>
/// <param name="Architecture">As EC2 names it.</param>
public sealed record ImageVersionPart(
    string Account,
    string Region,
    long FromScan,
    long? UntilScan,
    string Name,
    string Owner,
    string OwnerAlias,
    string Description,
    string State,
    [OneOf("true", "false")] string Public,
    string CreatedAt,
    string DeprecatedAt,
    string LastLaunchedAt,
    [OneOf("true", "false")] string Encrypted,
    string Snapshots,
    string SourceImage,
    string SourceInstance,
    string Architecture
);
