namespace AmiGovernance.Core.Ports.Trail;

/// <summary>What was counted in files; added up, it is the whole account of a run.</summary>
public sealed record TrailCounts
{
    /// <summary>In bytes, as stored.</summary>
    public long Stored { get; init; }

    /// <summary>In bytes, unpacked.</summary>
    public long Text { get; init; }

    /// <summary>CloudTrail records, of whatever call.</summary>
    public long Records { get; init; }

    /// <summary>Of the calls that are watched, each once.</summary>
    public long Watched { get; init; }

    /// <summary>Watched events that had been read before, by their `eventID`.</summary>
    public long Duplicates { get; init; }

    /// <summary>Of the watched events, those that correct another and count in its place.</summary>
    public long Corrections { get; init; }

    /// <summary>Watched events outside of `--from` and `--to`.</summary>
    public long OutsideTime { get; init; }

    /// <summary>Watched events of other accounts and Regions than `--account` and `--region`.</summary>
    public long OtherPlaces { get; init; }

    /// <summary>Events with a watched name that are no management events, such as Insights.</summary>
    public long OtherCategories { get; init; }

    /// <summary>Watched events without `eventID`: duplicates of these are not seen.</summary>
    public long WithoutId { get; init; }

    /// <summary>Watched events without a readable time: they are in every period.</summary>
    public long WithoutTime { get; init; }

    /// <summary>Watched events of a major version that we do not know; they are read all the same.</summary>
    public long UnknownVersions { get; init; }

    /// <summary>Objects that are no records, such as digests.</summary>
    public long NotRecords { get; init; }

    /// <summary>Records that could not be read: no JSON, nested too deep, or too long.</summary>
    public long DamagedRecords { get; init; }

    public static TrailCounts operator +(TrailCounts a, TrailCounts b) =>
        new()
        {
            Stored = a.Stored + b.Stored,
            Text = a.Text + b.Text,
            Records = a.Records + b.Records,
            Watched = a.Watched + b.Watched,
            Duplicates = a.Duplicates + b.Duplicates,
            Corrections = a.Corrections + b.Corrections,
            OutsideTime = a.OutsideTime + b.OutsideTime,
            OtherPlaces = a.OtherPlaces + b.OtherPlaces,
            OtherCategories = a.OtherCategories + b.OtherCategories,
            WithoutId = a.WithoutId + b.WithoutId,
            WithoutTime = a.WithoutTime + b.WithoutTime,
            UnknownVersions = a.UnknownVersions + b.UnknownVersions,
            NotRecords = a.NotRecords + b.NotRecords,
            DamagedRecords = a.DamagedRecords + b.DamagedRecords,
        };
}
