using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// What Amazon Athena is asked, in Trino's SQL (engine version 3): the records of watched calls, as they are, and how many others there
/// are. One pass over the table gives both, for each pass is paid. A record is left out only where that is certain; which call it is,
/// how it ended and on which image is decided by the reader of files.
/// </summary>
public static class CandidateQuery
{
    /// <summary>What a row of the answer is: a record that may matter, or a number of others.</summary>
    public const string Watched = "watched",
        Unwatched = "unwatched",
        OtherCategory = "other_category",
        OutsideTime = "outside_time",
        OtherPlace = "other_place";

    /// <summary>The columns of the answer, all of them text, empty where there is nothing.</summary>
    public static readonly ImmutableArray<string> Columns = ["class", "delivered", "file", .. RecordColumns.Names];

    /// <summary>CloudTrail's own form of times, which sort as text; others are looked at by the reader.</summary>
    private const string TimePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";

    private const string Account =
        "CASE WHEN recipientaccountid <> '' THEN recipientaccountid ELSE identityaccount END";

    /// <param name="table">Over the trail.</param>
    /// <param name="scope">What of it is looked through.</param>
    public static string Text(AthenaTable table, CandidateScope scope)
    {
        var read = RecordColumns.Names.Select(c => $"coalesce({InTable(table, scope, c)}, '') AS {c}");
        var kept = RecordColumns
            .Names.Prepend("file")
            .Select(c => $"CASE WHEN class = '{Watched}' THEN {c} ELSE '' END AS {c}");
        var names = string.Join(", ", RecordColumns.Names);
        return $"""
            WITH records AS (
                SELECT
                    "$path" AS file,
                    {string.Join(",\n        ", read)}
                FROM {table.Quoted}{Folders(table, scope)}
            ),
            sorted AS (
                SELECT
                    *,
                    {Class(scope.Filter)} AS class
                FROM records
            ),
            candidates AS (
                SELECT
                    class,
                    {string.Join(",\n        ", kept)}
                FROM sorted
            )
            SELECT class, CAST(count(*) AS varchar) AS delivered, file, {names}
            FROM candidates
            GROUP BY class, file, {names}
            ORDER BY file, eventtime, eventid

            """.ReplaceLineEndings("\n");
    }

    private static string InTable(AthenaTable table, CandidateScope scope, string column)
    {
        if (table.IsSecurityLake)
            return SecurityLakeColumns.InTable(column);
        return column == RecordColumns.Corrected && !scope.HasCorrections ? "''" : RecordColumns.InTable(column);
    }

    private static string Folders(AthenaTable table, CandidateScope scope)
    {
        var filter = scope.Filter;
        var account = table.IsSecurityLake ? "accountid" : "account";
        var folders = new List<string>();
        if (!scope.Accounts.IsEmpty)
            folders.Add($"{account} IN ({Literals(scope.Accounts)})");
        if (!filter.Regions.IsEmpty)
            folders.Add($"region IN ({Literals(filter.Regions)})");
        if (filter.FirstDay is { } first)
            folders.Add(
                table.IsSecurityLake ? SecurityLakeColumns.Since(first) : $"day >= '{AthenaTable.Folder(first)}'"
            );
        if (filter.LastDay is { } last)
            folders.Add(
                table.IsSecurityLake ? SecurityLakeColumns.Until(last) : $"day <= '{AthenaTable.Folder(last)}'"
            );
        if (!scope.Without.IsEmpty)
            folders.Add($"\"$path\" NOT IN ({Literals(scope.Without)})");
        return folders.Count == 0 ? "" : $"\n    WHERE {string.Join(" AND ", folders)}";
    }

    /// <summary>In the order in which the reader of files sorts them out.</summary>
    private static string Class(TrailFilter filter)
    {
        var (outside, elsewhere) = (new List<string>(), new List<string>());
        if (filter.From is { } from)
            outside.Add($"eventtime < '{Second(from)}'");
        if (filter.To is { } to)
            outside.Add($"eventtime >= '{Second(to)}'");
        if (!filter.Accounts.IsEmpty)
            elsewhere.Add($"{Account} NOT IN ({Literals(filter.Accounts)})");
        if (!filter.Regions.IsEmpty)
            elsewhere.Add($"awsregion NOT IN ({Literals(filter.Regions)})");

        List<string> cases =
        [
            $"WHEN NOT ({Calls()}) THEN '{Unwatched}'",
            $"WHEN eventcategory NOT IN ('', 'Management') THEN '{OtherCategory}'",
        ];
        if (outside.Count > 0)
            cases.Add(
                $"WHEN regexp_like(eventtime, {Literal(TimePattern)}) AND ({string.Join(" OR ", outside)}) THEN '{OutsideTime}'"
            );
        if (elsewhere.Count > 0)
            cases.Add($"WHEN {string.Join(" OR ", elsewhere)} THEN '{OtherPlace}'");
        return $"CASE\n            {string.Join("\n            ", cases)}\n            ELSE '{Watched}' END";
    }

    private static string Calls()
    {
        var texts = WatchedCalls.LaunchCheckTexts.Select(t => $" AND strpos(lower(errormessage), {Literal(t)}) > 0");
        var refusedLaunch = $" AND errorcode <> ''{string.Concat(texts)}";
        var services =
            from call in WatchedCalls.All
            group call by (call.Source, call.IsLaunchCheck) into calls
            orderby calls.Key.Source, calls.Key.IsLaunchCheck
            let names = string.Join(", ", calls.Select(c => $"'{c.Name}'"))
            let refused = calls.Key.IsLaunchCheck ? refusedLaunch : ""
            select $"(eventsource = '{calls.Key.Source}' AND eventname IN ({names}){refused})";
        return string.Join("\n                OR ", services);
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Literals<T>(ImmutableArray<T> values) =>
        string.Join(", ", values.Select(v => Literal($"{v}")));

    /// <summary>Events have whole seconds: what is at or after a moment is at or after the next whole second.</summary>
    private static string Second(DateTimeOffset time)
    {
        var ticks = (time.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
        return new DateTimeOffset(ticks, TimeSpan.Zero).IsoText();
    }
}
