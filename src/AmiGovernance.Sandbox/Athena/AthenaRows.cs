using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Sandbox.Athena;

/// <summary>Counts watched calls into the rows that a question asks for.</summary>
internal sealed class AthenaRows(TrailQueryInput input)
{
    private readonly Dictionary<(TrailKey Key, bool Alone), Count> rows = [];

    private readonly record struct Count(
        long Calls,
        DateTimeOffset? First,
        DateTimeOffset? Last,
        long Events,
        long WithoutId,
        long UnknownVersions
    );

    public long Events => rows.Values.Sum(c => c.Events);

    public IEnumerable<ImmutableArray<string>> Texts() => rows.Select(r => Row(r.Key.Key, r.Key.Alone, r.Value));

    public void Add(TrailEvent call)
    {
        if (WatchedCalls.Find(call.Source, call.Name, call.ErrorCode, call.ErrorMessage) is not { } known)
            return;
        var table = new TrailTable(input.Boundaries, input.ExceptionMessage);
        table.Add(known.Kind == CallKind.LaunchTemplate ? call with { Detail = Made(call.Template) } : call, known);
        // A call on several images is one event.
        var events = 1L;
        foreach (var row in table.Rows)
        {
            var key = (row.Key, call.Images.Length <= 1);
            rows[key] = Plus(rows.GetValueOrDefault(key), row, call, events);
            events = 0;
        }
    }

    private static Count Plus(Count before, TrailRow row, TrailEvent call, long events)
    {
        var (_, calls, first, last) = new TrailRow(row.Key, before.Calls, before.First, before.Last).Plus(row);
        var isKnownVersion = call.Version.StartsWith("1.", StringComparison.Ordinal);
        return new Count(
            calls,
            first,
            last,
            before.Events + events,
            before.WithoutId + (call.Id is null ? events : 0),
            before.UnknownVersions + (isKnownVersion ? 0 : events)
        );
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

    /// <summary>How many events were not watched, and why.</summary>
    public static ImmutableArray<string> Left(string reason, long count) =>
        [
            reason,
            .. Enumerable.Repeat("", 7),
            "succeeded",
            .. Enumerable.Repeat("", 3),
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

    private static string Time(DateTimeOffset? time) => time?.IsoText() ?? "";
}
