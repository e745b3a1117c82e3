using System.Globalization;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>Takes the rows of a <see cref="TrailQuery"/>, in any order, and puts them together to what the reader of files would have found.</summary>
public sealed class QueriedTrail
{
    private readonly TrailTable table = new([], null);
    private readonly List<(string Key, string Value, string First)> learnt = [];
    private TrailCounts counts = new();

    /// <summary>False when it is no row of the query: what an engine says in the midst of its answer, or one that was cut.</summary>
    public bool Add(IReadOnlyList<string> row)
    {
        if (
            row.Count != TrailQuery.Columns.Length
            || !TryNumber(row, "calls", out var calls)
            || !TryNumber(row, "events", out var events)
            || !TryNumber(row, "delivered", out var delivered)
            || !TryNumber(row, "without_id", out var withoutId)
            || !TryNumber(row, "unknown_versions", out var unknownVersions)
        )
            return false;
        var added = new TrailCounts { Records = delivered };
        switch (Value(row, "class"))
        {
            case "unwatched":
                break;
            case "other_category":
                added = added with { OtherCategories = delivered };
                break;
            case "other_place":
                added = added with { OtherPlaces = delivered };
                break;
            case "outside_time":
                added = added with { OutsideTime = delivered };
                break;
            case "watched" when Key(row) is { } key:
                added = added with
                {
                    Watched = events,
                    Duplicates = delivered - events,
                    WithoutId = withoutId,
                    UnknownVersions = unknownVersions,
                };
                if (key.Outcome == CallOutcome.Succeeded && Value(row, "alone") == "1")
                    Learn(key, Value(row, "first_time"));
                if (key.Kind != CallKind.LaunchTemplate)
                    table.Add(new TrailRow(key, calls, Time(Value(row, "first_time")), Time(Value(row, "last_time"))));
                break;
            default:
                return false;
        }
        counts += added;
        return true;
    }

    /// <summary>The rows in no order.</summary>
    /// <param name="files">What is known of the files.</param>
    public (TrailLedger Ledger, IEnumerable<TrailRow> Rows, ImageSources Sources) Result(TrailLedger files)
    {
        var sources = new ImageSources();
        // The earliest event counts, whatever the order of the rows.
        foreach (
            var (key, value, _) in learnt
                .OrderBy(l => l.First, StringComparer.Ordinal)
                .ThenBy(l => l.Key, StringComparer.Ordinal)
                .ThenBy(l => l.Value, StringComparer.Ordinal)
        )
            sources.Learn(key, value);
        return (files with { Counts = files.Counts + counts, Folded = table.Folded }, table.Rows, sources);
    }

    private void Learn(TrailKey key, string first)
    {
        if (key.Kind is CallKind.Creation or CallKind.Sharing && CallImages.IsImage(key.Image))
            learnt.Add((key.Image, key.Account, first));
        else if (key.Kind == CallKind.LaunchTemplate && key.Detail.Length > 0 && CallImages.IsImage(key.Image))
            learnt.Add((key.Detail, key.Image, first));
    }

    /// <summary>Null when a kind or an outcome has a name that we do not know.</summary>
    private static TrailKey? Key(IReadOnlyList<string> row)
    {
        var (kind, outcome) = (
            Array.IndexOf(KindNames, Value(row, "kind")),
            CallOutcomes.Names.IndexOf(Value(row, "outcome"))
        );
        if (kind < 0 || outcome < 0 || !TryNumber(row, "period", out var period))
            return null;
        return new TrailKey
        {
            Kind = (CallKind)kind,
            Action = Value(row, "action"),
            Account = Value(row, "account"),
            Region = Value(row, "region"),
            Principal = Value(row, "principal"),
            Service = Value(row, "service"),
            Image = Value(row, "image"),
            Outcome = (CallOutcome)outcome,
            ErrorCode = Value(row, "error_code"),
            DeniedBy = Value(row, "denied_by"),
            Detail = Value(row, "detail"),
            Period = (int)period,
        };
    }

    private static string Value(IReadOnlyList<string> row, string column) => row[TrailQuery.Columns.IndexOf(column)];

    private static bool TryNumber(IReadOnlyList<string> row, string column, out long number) =>
        long.TryParse(Value(row, column), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static readonly string[] KindNames = [.. Enum.GetValues<CallKind>().Select(k => k.Name())];

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;
}
