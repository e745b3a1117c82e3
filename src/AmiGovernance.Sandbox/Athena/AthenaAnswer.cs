using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Sandbox.World;
using Event = AmiGovernance.Core.Features.Trail.Recorded.TrailEvent;

namespace AmiGovernance.Sandbox.Athena;

/// <summary>The rows of a question, from what the world's CloudTrail recorded in the folders of a table.</summary>
internal static class AthenaAnswer
{
    private readonly record struct Count(
        long Calls,
        DateTimeOffset? First,
        DateTimeOffset? Last,
        long Events,
        long WithoutId,
        long UnknownVersions
    );

    /// <summary>The first row has the names of the columns. The bytes are those of the records in the folders that are read.</summary>
    public static (IReadOnlyList<IReadOnlyList<string>> Rows, long Bytes) Of(
        SandboxWorld world,
        AthenaTableSource source,
        KnownQuestion question
    )
    {
        var filter = question.Input.Filter;
        var read = (
            from account in source.Accounts
            from region in source.Regions
            from recorded in world.Trail.Of(account, region)
            select recorded
        )
            .Where(e =>
                DateOnly.FromDateTime(e.Time.UtcDateTime) is var day
                && day >= source.Since
                && filter.MayHold(new TrailPlace(e.Account, TrailPlace.Events, e.Region, day))
            )
            .ToList();
        var rows = new Dictionary<(TrailKey Key, bool Alone), Count>();
        var reading = new TrailFileReader(filter).Read(
            () => new MemoryStream([.. read.SelectMany(e => e.Record.ToArray().Append((byte)'\n'))]),
            e => Add(rows, e, question.Input)
        );
        var watched = rows.Values.Sum(c => c.Events);
        var others = new[]
        {
            ("other_category", reading.Counts.OtherCategories),
            ("outside_time", reading.Counts.OutsideTime),
            ("other_place", reading.Counts.OtherPlaces),
            (
                "unwatched",
                reading.Counts.Records
                    - reading.Counts.OtherCategories
                    - reading.Counts.OutsideTime
                    - reading.Counts.OtherPlaces
                    - watched
            ),
        };
        return (
            [
                TrailQuery.Columns,
                .. rows.Select(r => Row(r.Key.Key, r.Key.Alone, r.Value)),
                .. others.Where(o => o.Item2 > 0).Select(o => Left(o.Item1, o.Item2)),
            ],
            read.Sum(e => (long)e.Record.Length)
        );
    }

    private static void Add(Dictionary<(TrailKey, bool), Count> rows, Event call, TrailQueryInput input)
    {
        var known = WatchedCalls.Find(call.Source, call.Name);
        if (known is null)
            return;
        var table = new TrailTable(input.Boundaries, input.ExceptionMessage);
        table.Add(known.Kind == CallKind.LaunchTemplate ? call with { Detail = Made(call.Template) } : call, known);
        var events = 1L;
        foreach (var row in table.Rows)
        {
            var key = (row.Key, call.Images.Length <= 1);
            var before = rows.TryGetValue(key, out var count)
                ? new TrailRow(row.Key, count.Calls, count.First, count.Last)
                : new TrailRow(row.Key, 0, null, null);
            var (_, calls, first, last) = before.Plus(row.Count, row.First, row.Last);
            rows[key] = new Count(
                calls,
                first,
                last,
                count.Events + events,
                count.WithoutId + (call.Id is null ? events : 0),
                count.UnknownVersions + (call.Version.StartsWith("1.", StringComparison.Ordinal) ? 0 : events)
            );
            // A call on several images is one event.
            events = 0;
        }
    }

    private static string Made(TemplateChange? change) =>
        change is { Id.Length: > 0, Version: { } version }
            ? new LaunchedTemplate(change.Id, Number(version)).ToString()
            : "";

    private static ImmutableArray<string> Row(TrailKey key, bool alone, Count count) =>
        [
            "watched",
            key.Kind.Name(),
            key.Action,
            key.Account,
            key.Region,
            key.Principal,
            key.Service,
            key.Image,
            key.Outcome.Name(),
            key.ErrorCode,
            key.DeniedBy,
            key.Detail,
            Number(key.Period),
            alone ? "1" : "0",
            Number(count.Calls),
            Time(count.First),
            Time(count.Last),
            Number(count.Events),
            Number(count.Events),
            Number(count.WithoutId),
            Number(count.UnknownVersions),
        ];

    private static ImmutableArray<string> Left(string reason, long count) =>
        [
            reason,
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "succeeded",
            "",
            "",
            "",
            "0",
            "1",
            Number(count),
            "",
            "",
            Number(count),
            Number(count),
            "0",
            "0",
        ];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
