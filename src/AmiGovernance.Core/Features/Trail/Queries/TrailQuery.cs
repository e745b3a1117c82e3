using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

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
        var records = sql.Records(input.Filter).ReplaceLineEndings("\n    ");
        string[] steps =
        [
            $"records AS (\n    {records}\n)",
            Step("classified", "records", ["*", .. Classified(sql).Select(Named)]),
            Step("sorted", "classified", ["*", $"{Class(sql, input.Filter)} AS class"]),
            Step("watched", "sorted", Watched(sql).Select(Named)),
            Step("parts", "watched", ["*", .. Parts(sql).Select(Named)]),
            Step("calls", "parts", ["*", .. Calls(sql, input).Select(Named)]),
            Step("counted", "calls", ["*", .. Counted(sql).Select(Named)]),
        ];
        return $"WITH {string.Join(",\n", steps)}\n{Count(sql)}";
    }

    /// <summary>A step that adds columns to those of the step before (`*`), or has only its own.</summary>
    private static string Step(string name, string from, IEnumerable<string> columns) =>
        $"{name} AS (\n    SELECT\n        {string.Join(",\n        ", columns)}\n    FROM {from}\n)";

    private static string Named(SqlColumn column) => $"{column.Text} AS {column.Name}";

    private static ImmutableArray<SqlColumn> Classified(SqlDialect sql) =>
        [
            new("kind", Kind(sql)),
            new("moment", $"CASE WHEN {sql.Matches("eventtime", TimePattern)} THEN eventtime ELSE '' END"),
            FleetSql.Answer,
        ];

    private static ImmutableArray<SqlColumn> Parts(SqlDialect sql) =>
        [.. ImageSql.Parts(sql), .. OutcomeSql.Parts(sql), .. DetailSql.Parts(sql)];

    private static ImmutableArray<SqlColumn> Calls(SqlDialect sql, TrailQueryInput input) =>
        [
            new("images", ImageSql.Images(sql)),
            new("outcome", OutcomeSql.Outcome(sql, input.ExceptionMessage)),
            new("denied_by", OutcomeSql.DeniedBy(sql, input.ExceptionMessage)),
            new("full_detail", DetailSql.Detail(sql)),
            new("period", Period(input.Boundaries)),
        ];

    private static ImmutableArray<SqlColumn> Counted(SqlDialect sql) =>
        [
            new("detail", DetailSql.Cut(sql, "full_detail")),
            new("alone", $"CASE WHEN {sql.Size("images")} = 1 THEN '1' ELSE '0' END"),
        ];

    /// <summary>A call on several images counts for each; as an event it counts with its first.</summary>
    private static string Count(SqlDialect sql)
    {
        const string Id = "NULLIF(id, '')";
        var keys = string.Join(", ", Keys);
        var calls = $"{sql.CountDistinct(Id)} + {sql.CountIf("id = ''")}";
        var events =
            $"{sql.CountDistinct($"CASE WHEN place = 1 THEN {Id} END")} + {sql.CountIf("place = 1 AND id = ''")}";
        return $"""
            SELECT
                {keys},
                {sql.AsText(calls)} AS calls,
                coalesce(min(NULLIF(call_time, '')), '') AS first_time,
                coalesce(max(NULLIF(call_time, '')), '') AS last_time,
                {sql.AsText(events)} AS events,
                {sql.AsText(sql.CountIf("place = 1"))} AS delivered,
                {sql.AsText(sql.CountIf("place = 1 AND id = ''"))} AS without_id,
                {sql.AsText(sql.CountIf("place = 1 AND version NOT LIKE '1.%'"))} AS unknown_versions
            FROM counted
            {sql.EachImage}
            GROUP BY {keys}{sql.Ending}

            """.ReplaceLineEndings("\n");
    }

    private static string Kind(SqlDialect sql)
    {
        var texts = WatchedCalls.LaunchCheckTexts.Select(t => $" AND {sql.Contains("lower(errormessage)", t)}");
        var refusedLaunch = $" AND errorcode <> ''{string.Concat(texts)}";
        var cases =
            from call in WatchedCalls.All
            group call by (call.Kind, call.Source, call.IsLaunchCheck) into calls
            orderby calls.Key.Kind, calls.Key.Source
            let names = string.Join(", ", calls.Select(c => $"'{c.Name}'"))
            let refused = calls.Key.IsLaunchCheck ? refusedLaunch : ""
            select $"WHEN eventsource = '{calls.Key.Source}' AND eventname IN ({names}){refused} THEN '{calls.Key.Kind.Name()}'";
        return $"CASE\n            {string.Join("\n            ", cases)}\n            ELSE '' END";
    }

    /// <summary>
    /// Records that count, and why others do not; as <see cref="Reading.TrailFileReader"/> decides it.
    /// </summary>
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

        var text =
            "CASE WHEN kind = '' THEN 'unwatched' WHEN eventcategory NOT IN ('', 'Management') THEN 'other_category'";
        if (outside.Count > 0)
            text += $" WHEN moment <> '' AND ({string.Join(" OR ", outside)}) THEN 'outside_time'";
        if (elsewhere.Count > 0)
            text += $" WHEN {string.Join(" OR ", elsewhere)} THEN 'other_place'";
        return $"{text} ELSE 'watched' END";
    }

    /// <summary>Records that do not count become one row: nothing of them is looked at.</summary>
    private static IEnumerable<SqlColumn> Watched(SqlDialect sql)
    {
        SqlColumn[] columns =
        [
            new("kind", "kind"),
            new("name", "eventname"),
            new("action", $"concat({sql.Extract("eventsource", "^([^.]*)")}, ':', eventname)"),
            new("call_time", "moment"),
            new("id", "eventid"),
            new("version", "eventversion"),
            new("account", Account),
            new("region", "awsregion"),
            new("principal", Principal(sql)),
            new(
                "service",
                "CASE WHEN invokedby <> '' THEN invokedby WHEN sourceipaddress LIKE '%.amazonaws.com' THEN sourceipaddress ELSE '' END"
            ),
            new("fleet_code", FleetSql.Code(sql)),
            new("fleet_partial", FleetSql.IsPartial(sql)),
            new("error_code", $"CASE WHEN fleet_answer = '' THEN errorcode ELSE {FleetSql.Code(sql)} END"),
            new(
                "bare_code",
                $"CASE WHEN fleet_answer = '' THEN {sql.Replace("errorcode", @"^(?:Client|Server)\.", "")} ELSE {FleetSql.Code(sql)} END"
            ),
            new("message", $"CASE WHEN fleet_answer = '' THEN errormessage ELSE {FleetSql.Message(sql)} END"),
            new("request", "requestparameters"),
            new("response", "responseelements"),
        ];
        return columns
            .Select(c => c with { Text = $"CASE WHEN class = 'watched' THEN {c.Text} ELSE '' END" })
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

    private static string Period(ImmutableArray<DateTimeOffset> boundaries)
    {
        if (boundaries.IsEmpty)
            return "'0'";
        var cases = boundaries.Select((time, number) => $"WHEN call_time < '{Second(time)}' THEN '{Number(number)}' ");
        return $"CASE WHEN call_time = '' THEN '0' {string.Concat(cases)}ELSE '{Number(boundaries.Length)}' END";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Events have whole seconds: what is at or after a moment is at or after the next whole second.</summary>
    private static string Second(DateTimeOffset time)
    {
        var ticks = (time.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
        return new DateTimeOffset(ticks, TimeSpan.Zero).IsoText();
    }
}
