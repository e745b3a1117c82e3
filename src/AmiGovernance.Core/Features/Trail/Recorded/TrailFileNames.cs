namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>What stands beside the events in a trail's bucket, told by the names (CloudTrail user guide, "Getting and viewing your CloudTrail log files").</summary>
public static class TrailFileNames
{
    private static readonly (string Folder, string Reason)[] OtherFolders =
    [
        ("CloudTrail-Digest", "digest"),
        ("CloudTrail-Insight", "insight"),
        ("CloudTrail-NetworkActivity", "network activity"),
        ("CloudTrail-Aggregated", "aggregated"),
    ];

    private static readonly string[] Endings =
    [
        ".json.gz",
        ".json",
        ".jsonl",
        ".ndjson",
        ".jsonl.gz",
        ".ndjson.gz",
        ".gz",
    ];

    /// <summary>Why a file found in a folder is left out; null when it is to be read.</summary>
    public static string? ReasonToSkip(string name)
    {
        foreach (var (folder, reason) in OtherFolders)
            if (
                name.Contains($"/{folder}/", StringComparison.Ordinal)
                || name.StartsWith($"{folder}/", StringComparison.Ordinal)
                || name.Contains($"_{folder}_", StringComparison.Ordinal)
            )
                return reason;
        if (
            TrailPlace.Of(name) is { Kind.Length: > 0 } place
            && !place.Kind.StartsWith(TrailPlace.Events, StringComparison.Ordinal)
        )
            return "log of another service";
        return Endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase))
            ? null
            : "no trail file by its name";
    }
}
