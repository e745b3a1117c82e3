namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>Where ClickHouse finds a trail: `s3(…)`, `s3Cluster(…)` or `file(…)`.</summary>
/// <param name="Place">An S3 URL, or a path below the server's `user_files`; a folder, or a pattern with `*`.</param>
/// <param name="Cluster">Of servers that share the reading; null for the server that is asked alone.</param>
public sealed record ClickHouseSource(string Place, bool IsS3, string? Cluster);
