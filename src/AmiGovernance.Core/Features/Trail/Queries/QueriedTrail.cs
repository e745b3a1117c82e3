using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// Takes the rows of a <see cref="TrailQuery"/>, in any order, and puts them together to what the reader of files would have found.
/// </summary>
internal sealed class QueriedTrail
{
    private readonly TrailTable table = new([], null);
    private readonly List<(string Key, string Value, string First)> learnt = [];
    private TrailCounts counts = new();

    /// <exception cref="QueryFailureException">
    /// It is no row of the query: what an engine says in the midst of its answer, or one that was cut.
    /// </exception>
    public void Add(IReadOnlyList<string> values)
    {
        var row = new QueriedRow(values);
        if (!row.IsWhole || !TryAdd(row))
            throw new QueryFailureException($"a row of the answer cannot be read: {string.Join(" | ", values)}");
    }

    /// <param name="files">What is known of the files.</param>
    public TrailFindings Findings(TrailLedger files)
    {
        var sources = new ImageSources();
        // The earliest event counts, whatever the order of the rows.
        var inOrder = learnt
            .OrderBy(l => l.First, StringComparer.Ordinal)
            .ThenBy(l => l.Key, StringComparer.Ordinal)
            .ThenBy(l => l.Value, StringComparer.Ordinal);
        foreach (var (key, value, _) in inOrder)
            sources.Learn(key, value);
        var ledger = files with { Counts = files.Counts + counts, Folded = table.Folded };
        return new TrailFindings(ledger, TrailFindings.Sort(table.Rows), sources);
    }

    private bool TryAdd(QueriedRow row)
    {
        var ofClass = row["class"] switch
        {
            "unwatched" => new TrailCounts(),
            "other_category" => new TrailCounts { OtherCategories = row.Number("delivered") },
            "other_place" => new TrailCounts { OtherPlaces = row.Number("delivered") },
            "outside_time" => new TrailCounts { OutsideTime = row.Number("delivered") },
            "watched" => AddWatched(row),
            _ => null,
        };
        if (ofClass is null)
            return false;
        counts += ofClass with { Records = row.Number("delivered") };
        return true;
    }

    /// <summary>Null when the row has no key.</summary>
    private TrailCounts? AddWatched(QueriedRow row)
    {
        if (row.Key is not { } key)
            return null;
        if (key.Outcome == CallOutcome.Succeeded && row["alone"] == "1")
            Learn(key, row["first_time"]);
        if (key.Kind != CallKind.LaunchTemplate)
            table.Add(new TrailRow(key, row.Number("calls"), row.Time("first_time"), row.Time("last_time")));
        return new TrailCounts
        {
            Watched = row.Number("events"),
            Duplicates = row.Number("delivered") - row.Number("events"),
            WithoutId = row.Number("without_id"),
            UnknownVersions = row.Number("unknown_versions"),
        };
    }

    private void Learn(TrailKey key, string first)
    {
        if (
            !CallImages.IsImage(key.Image)
            && !(key.Kind == CallKind.LaunchTemplate && CallImages.IsParameter(key.Image))
        )
            return;
        if (key.Kind is CallKind.Creation or CallKind.Sharing or CallKind.ImageLife)
            learnt.Add((key.Image, key.Account, first));
        else if (key.Kind == CallKind.LaunchTemplate && key.Detail.Length > 0)
            learnt.Add((key.Detail, key.Image, first));
    }
}
