namespace AmiGovernance.Core.Ports.Images;

/// <summary>A scan as the inventory knows it.</summary>
/// <param name="Number">Rises from scan to scan, from 1.</param>
/// <param name="FinishedAt">Null while it runs, and when it was ended before it was done.</param>
public sealed record ScanRecord(
    long Number,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    ScanDepth Depth,
    string Organization
)
{
    /// <summary>The accounts that it was limited to, with spaces between; empty for every account of the organization.</summary>
    public string OnlyAccounts { get; init; } = "";

    /// <summary>The Regions, in the same way; empty for every enabled one.</summary>
    public string OnlyRegions { get; init; } = "";

    public bool IsLimited => OnlyAccounts.Length > 0 || OnlyRegions.Length > 0;
}
