namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// What stands beside the events in a trail's bucket, told by the names (CloudTrail user guide, "Getting and viewing your CloudTrail log
/// files").
/// </summary>
public static class TrailFileNames
{
    private static readonly (string Folder, string Reason)[] OtherFolders =
    [
        ("CloudTrail-Digest", "digest"),
        ("CloudTrail-Insight", "insight"),
        ("CloudTrail-NetworkActivity", "network activity"),
        ("CloudTrail-Aggregated", "aggregated"),
    ];

    /// <summary>
    /// Why a file found in a folder is left out; null when it is to be read: what it holds tells more than how its name ends.
    /// </summary>
    public static string? ReasonToSkip(string name)
    {
        foreach (var (folder, reason) in OtherFolders)
            if (IsOf(folder, name))
                return reason;

        // CloudTrail user guide, "Validate CloudTrail Lake saved query results".
        if (IsOf(TrailPlace.Lake, name) && name.EndsWith("/result_sign.json", StringComparison.Ordinal))
            return "signature of query results";

        var kind = TrailPlace.Of(name).Kind;
        if (kind.Length > 0 && !kind.StartsWith(TrailPlace.Events, StringComparison.Ordinal))
            return "log of another service";

        // CloudWatch Logs user guide, "Export log data to Amazon S3": made to check the permission.
        if (name.EndsWith("/aws-logs-write-test", StringComparison.Ordinal))
            return "check of CloudWatch Logs";

        return name.EndsWith('/') ? "marker of a folder" : null;
    }

    /// <summary>Below a folder of the name, or copied out of it: file names repeat the folder's.</summary>
    private static bool IsOf(string folder, string name) =>
        name.Contains($"/{folder}/", StringComparison.Ordinal)
        || name.StartsWith($"{folder}/", StringComparison.Ordinal)
        || name.Contains($"_{folder}_", StringComparison.Ordinal);
}
