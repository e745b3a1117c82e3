using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Bundles;

/// <summary>What a governance repository says of images, in one file: for those who have neither the repository nor AWS.</summary>
/// <param name="MadeAt">To the second.</param>
/// <param name="Config">The path of the configuration among the files.</param>
/// <param name="Policies">The folder of the generated policies among the files; it may be empty.</param>
/// <param name="Files">By path.</param>
public sealed record Bundle(
    DateTimeOffset MadeAt,
    string Config,
    string Policies,
    ImmutableSortedDictionary<string, string> Files
)
{
    public const string FormatVersion = "1.0";

    /// <summary>The namespace of its signatures.</summary>
    public const string Purpose = "amigov-bundle";

    /// <summary>In bytes; no repository comes near.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Null where there is no repository of git, or no commit in it.</summary>
    public string? Commit { get; init; }

    /// <summary>Files are not as in the commit.</summary>
    public bool IsChanged { get; init; }

    /// <summary>The path of the organization among the files; null for none.</summary>
    public string? Organization { get; init; }

    /// <summary>The mode that the configuration asks for.</summary>
    public string Mode { get; init; } = "";

    /// <summary>The mode of the last deployment on record; null where there is none.</summary>
    public string? DeployedMode { get; init; }

    /// <summary>Where the policies are attached.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Exceptions, the first to end first.</summary>
    public ImmutableArray<BundledEnd> Ends { get; init; } = [];

    /// <summary>Null where there is no inventory.</summary>
    public BundledImages? Images { get; init; }
}

/// <param name="On">The first day (UTC) without the exception.</param>
public sealed record BundledEnd(AccountId Account, DateOnly On);

/// <summary>The images of an inventory.</summary>
/// <param name="Organization">The organization's id.</param>
/// <param name="Images">By Region, id and account.</param>
public sealed record BundledImages(
    DateTimeOffset ScannedAt,
    ScanDepth Depth,
    string Organization,
    ImmutableArray<InventoriedImage> Images
);
