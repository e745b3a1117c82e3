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
);
