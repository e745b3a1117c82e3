using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>How closely a scan looks; each depth sees what the one before sees.</summary>
public enum ScanDepth
{
    /// <summary>The public images: one filtered call for each account and Region.</summary>
    Public,

    /// <summary>All own images, those that strangers share with us, public snapshots, and the settings: no call for a single image that is private.</summary>
    Images,

    /// <summary>And to whom each image that can be shared is shared: one call for each.</summary>
    Full,
}

public static class ScanDepths
{
    public static readonly IReadOnlyList<string> Names = ["public", "images", "full"];

    public static string Name(this ScanDepth depth) => Names[(int)depth];

    /// <summary>The depth from which on a scan looks for such findings everywhere.</summary>
    public static ScanDepth For(FindingKind kind) =>
        kind switch
        {
            FindingKind.Public => ScanDepth.Public,
            FindingKind.SharedOutside or FindingKind.SharedWithOrganization => ScanDepth.Full,
            _ => ScanDepth.Images,
        };
}

/// <summary>What became of an account in a Region; an entry of the ledger.</summary>
public enum Coverage
{
    Read,

    /// <summary>The images were read, something else was not.</summary>
    Partial,

    /// <summary>AWS denied it.</summary>
    Refused,

    /// <summary>AWS did not answer, or answered with another error.</summary>
    Failed,

    /// <summary>There was nothing to look at: a Region that is not enabled, an account that is closed.</summary>
    Skipped,
}

public static class Coverages
{
    public static readonly IReadOnlyList<string> Names = ["read", "partial", "refused", "failed", "skipped"];

    public static string Name(this Coverage coverage) => Names[(int)coverage];

    /// <summary>Whether something is missing from the picture.</summary>
    public static bool IsGap(this Coverage coverage) =>
        coverage is Coverage.Partial or Coverage.Refused or Coverage.Failed;

    public static Coverage Of(AwsException failure) => failure.IsAccessDenied ? Coverage.Refused : Coverage.Failed;
}

/// <param name="NotLooked">Kinds of findings that were not looked for; of these nothing is known.</param>
public sealed record ScannedImage(
    InventoriedImage Image,
    ImmutableArray<ImageFinding> Findings,
    ImmutableArray<FindingKind> NotLooked
);

/// <summary>What a scan brought from one account in one Region.</summary>
/// <param name="Region">`*` when not even the account's Regions are known.</param>
public sealed record RegionScan(AccountId Account, string Region, Coverage Coverage, DateTimeOffset At)
{
    public const string AllRegions = "*";

    /// <summary>Why it was not read, or not all of it.</summary>
    public string Reason { get; init; } = "";

    public ImmutableArray<ScannedImage> Images { get; init; } = [];

    /// <summary>The lists that <see cref="Images"/> holds in full: what they do not hold is not there.</summary>
    public ImmutableArray<ImageSelection> Complete { get; init; } = [];

    /// <summary>Null when they were not read.</summary>
    public ImageSettings? Settings { get; init; }

    public ImmutableArray<ImageFinding> SettingsFindings { get; init; } = [];
}
