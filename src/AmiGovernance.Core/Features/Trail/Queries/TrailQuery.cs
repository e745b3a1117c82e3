using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>What a query asks; the same that <see cref="TrailFilter"/>, <see cref="TrailTable"/> and <see cref="CallOutcomes"/> take.</summary>
/// <param name="Boundaries">See <see cref="TrailTable"/>.</param>
/// <param name="ExceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
public sealed record TrailQueryInput(
    TrailFilter Filter,
    ImmutableArray<DateTimeOffset> Boundaries,
    string? ExceptionMessage
);

internal sealed record SqlColumn(string Name, string Text);

/// <summary>
/// The question that `trail scan` answers, as SQL: which calls are watched, how they ended, on which images they were, counted by
/// everything that they are told apart by. One pass over the trail gives the calls and the account of what was left out. The text
/// is the same for every engine but for what <see cref="SqlDialect"/> spells.
/// </summary>
public static class TrailQuery
{
    /// <summary>What an engine gives of a record; empty text for what the record lacks.</summary>
    public static readonly ImmutableArray<string> RecordColumns =
    [
        "eventversion",
        "eventtime",
        "eventsource",
        "eventname",
        "awsregion",
        "sourceipaddress",
        "errorcode",
        "errormessage",
        "requestparameters",
        "responseelements",
        "eventid",
        "eventcategory",
        "recipientaccountid",
        "identitytype",
        "identityarn",
        "identityaccount",
        "invokedby",
        "principalid",
        "issuerarn",
    ];

    /// <summary>What calls are told apart by.</summary>
    private static readonly ImmutableArray<string> Keys =
    [
        "class",
        "kind",
        "action",
        "account",
        "region",
        "principal",
        "service",
        "image",
        "outcome",
        "error_code",
        "denied_by",
        "detail",
        "period",
        "alone",
    ];

    /// <summary>The columns of the result, all of them text; <see cref="QueriedTrail"/> reads them.</summary>
    public static readonly ImmutableArray<string> Columns =
    [
        .. Keys,
        "calls",
        "first_time",
        "last_time",
        "events",
        "delivered",
        "without_id",
        "unknown_versions",
    ];

    /// <summary>CloudTrail's own form of times, which sort as text; others count as unreadable.</summary>
    private const string TimePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";

    private const string Account =
        "CASE WHEN recipientaccountid <> '' THEN recipientaccountid ELSE identityaccount END";

    public static string Text(SqlDialect sql, TrailQueryInput input)
    {
        var calls = new List<SqlColumn>
        {
            new("images", ImageSql.Images(sql)),
            new("outcome", OutcomeSql.Outcome(sql, input.ExceptionMessage)),
            new("denied_by", OutcomeSql.DeniedBy(sql, input.ExceptionMessage)),
            new("full_detail", DetailSql.Detail(sql)),
            new("period", Period(input.Boundaries)),
        };
        var id = "NULLIF(id, '')";
        return $"""
            WITH records AS (
                {sql.Records(input.Filter).ReplaceLineEndings("\n    ")}
            ),
            {Stage(
                "classified",
                "records",
                [
                    new("kind", Kind()),
                    new("moment", $"CASE WHEN {sql.Matches("eventtime", TimePattern)} THEN eventtime ELSE '' END"),
                ]
            )},
            {Stage("sorted", "classified", [new("class", Class(sql, input.Filter))])},
            {Stage("watched", "sorted", Watched(sql), all: false)},
            {Stage("parts", "watched", [.. ImageSql.Parts(sql), .. OutcomeSql.Parts(sql), .. DetailSql.Parts(sql)])},
            {Stage("calls", "parts", calls)},
            {Stage(
                "counted",
                "calls",
                [
                    new("detail", DetailSql.Cut(sql, "full_detail")),
                    new("alone", $"CASE WHEN {sql.Size("images")} = 1 THEN '1' ELSE '0' END"),
                ]
            )}
            SELECT
                {string.Join(", ", Keys)},
                {sql.AsText($"{sql.CountDistinct(id)} + {sql.CountIf("id = ''")}")} AS calls,
                coalesce(min(NULLIF(call_time, '')), '') AS first_time,
                coalesce(max(NULLIF(call_time, '')), '') AS last_time,
                {sql.AsText(
                $"{sql.CountDistinct($"CASE WHEN place = 1 THEN {id} END")} + {sql.CountIf("place = 1 AND id = ''")}"
            )} AS events,
                {sql.AsText(sql.CountIf("place = 1"))} AS delivered,
                {sql.AsText(sql.CountIf("place = 1 AND id = ''"))} AS without_id,
                {sql.AsText(sql.CountIf("place = 1 AND version NOT LIKE '1.%'"))} AS unknown_versions
            FROM counted
            {sql.EachImage}
            GROUP BY {string.Join(", ", Keys)}{sql.Ending}

            """.ReplaceLineEndings(
            "\n"
        );
    }

    /// <summary>A step that adds columns to those of the step before, or has only its own.</summary>
    private static string Stage(string name, string from, IEnumerable<SqlColumn> columns, bool all = true) =>
        $"{name} AS (\n    SELECT\n        {(all ? "*,\n        " : "")}{string.Join(",\n        ", columns.Select(c => $"{c.Text} AS {c.Name}"))}\n    FROM {from}\n)";

    private static string Kind()
    {
        var cases =
            from call in WatchedCalls.All
            group call by (call.Kind, call.Source) into calls
            orderby calls.Key.Kind, calls.Key.Source
            select $"WHEN eventsource = '{calls.Key.Source}' AND eventname IN ({string.Join(", ", calls.Select(c => $"'{c.Name}'"))}) THEN '{calls.Key.Kind.Name()}'";
        return $"CASE\n            {string.Join("\n            ", cases)}\n            ELSE '' END";
    }

    /// <summary>Records that count, and why others do not; as <see cref="Reading.TrailFileReader"/> decides it.</summary>
    private static string Class(SqlDialect sql, TrailFilter filter)
    {
        var (elsewhere, outside) = (new List<string>(), new List<string>());
        if (!filter.Accounts.IsEmpty)
            elsewhere.Add($"{Account} NOT IN ({sql.Literals(filter.Accounts)})");
        if (!filter.Regions.IsEmpty)
            elsewhere.Add($"awsregion NOT IN ({sql.Literals(filter.Regions)})");
        if (filter.From is { } from)
            outside.Add($"moment < '{Second(from)}'");
        if (filter.To is { } to)
            outside.Add($"moment >= '{Second(to)}'");
        return "CASE WHEN kind = '' THEN 'unwatched' WHEN eventcategory NOT IN ('', 'Management') THEN 'other_category'"
            + (outside.Count > 0 ? $" WHEN moment <> '' AND ({string.Join(" OR ", outside)}) THEN 'outside_time'" : "")
            + (elsewhere.Count > 0 ? $" WHEN {string.Join(" OR ", elsewhere)} THEN 'other_place'" : "")
            + " ELSE 'watched' END";
    }

    /// <summary>Records that do not count become one row: nothing of them is looked at.</summary>
    private static IEnumerable<SqlColumn> Watched(SqlDialect sql)
    {
        (string Name, string Text)[] columns =
        [
            ("kind", "kind"),
            ("name", "eventname"),
            ("action", $"concat({sql.Extract("eventsource", "^([^.]*)")}, ':', eventname)"),
            ("call_time", "moment"),
            ("id", "eventid"),
            ("version", "eventversion"),
            ("account", Account),
            ("region", "awsregion"),
            ("principal", Principal(sql)),
            (
                "service",
                "CASE WHEN invokedby <> '' THEN invokedby WHEN sourceipaddress LIKE '%.amazonaws.com' THEN sourceipaddress ELSE '' END"
            ),
            ("error_code", "errorcode"),
            ("bare_code", sql.Replace("errorcode", @"^(?:Client|Server)\.", "")),
            ("message", "errormessage"),
            ("request", "requestparameters"),
            ("response", "responseelements"),
        ];
        return columns
            .Select(c => new SqlColumn(c.Name, $"CASE WHEN class = 'watched' THEN {c.Text} ELSE '' END"))
            .Prepend(new SqlColumn("class", "class"));
    }

    /// <summary>See <see cref="TrailEvent.Principal"/> and <see cref="PrincipalNames.RoleOf"/>.</summary>
    private static string Principal(SqlDialect sql) =>
        "CASE WHEN issuerarn <> '' THEN issuerarn WHEN identityarn <> '' THEN "
        + sql.Replace(
            "identityarn",
            "^[^:]*:([^:]*):sts:[^:]*:([^:]*):assumed-role/([^/]*)/.*$",
            "arn:$1:iam::$2:role/$3"
        )
        + " WHEN invokedby <> '' THEN invokedby WHEN principalid <> '' THEN principalid ELSE identitytype END";

    private static string Period(ImmutableArray<DateTimeOffset> boundaries) =>
        boundaries.IsEmpty
            ? "'0'"
            : $"CASE WHEN call_time = '' THEN '0' {string.Concat(boundaries.Select((b, i) => string.Create(CultureInfo.InvariantCulture, $"WHEN call_time < '{Second(b)}' THEN '{i}' ")))}ELSE '{boundaries.Length.ToString(CultureInfo.InvariantCulture)}' END";

    /// <summary>Events have whole seconds: what is at or after a moment is at or after the next whole second.</summary>
    private static string Second(DateTimeOffset time)
    {
        var ticks = (time.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
        return new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
