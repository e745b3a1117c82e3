using AmiGovernance.Core.Ports.Trail;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Trails;

/// <summary>A row of calls in the database of a <see cref="TrailStateFile"/>.</summary>
internal static class TrailStateRow
{
    public const string Select =
        "SELECT kind, action, account, region, principal, service, image, outcome, error_code, denied_by, detail, period, moment, count, first, last FROM call";

    public const string Replace =
        "INSERT OR REPLACE INTO call VALUES ($kind, $action, $account, $region, $principal, $service, $image, $outcome, $error, $denied, $detail, $period, $moment, $count, $first, $last)";

    public const string Delete =
        "DELETE FROM call WHERE action = $action AND account = $account AND region = $region AND principal = $principal AND service = $service AND image = $image AND outcome = $outcome "
        + "AND error_code = $error AND denied_by = $denied AND detail = $detail AND period = $period AND moment = $moment";

    /// <summary>Of calls that need none; a key has no empty columns.</summary>
    private const long NoMoment = -1;

    public static (string, object)[] Values(TrailRow row) =>
        [.. Values(row.Key), ("$count", row.Count), ("$first", Number(row.First)), ("$last", Number(row.Last))];

    public static (string, object)[] Values(TrailKey key) =>
        [
            ("$kind", (int)key.Kind),
            ("$action", key.Action),
            ("$account", key.Account),
            ("$region", key.Region),
            ("$principal", key.Principal),
            ("$service", key.Service),
            ("$image", key.Image),
            ("$outcome", (int)key.Outcome),
            ("$error", key.ErrorCode),
            ("$denied", key.DeniedBy),
            ("$detail", key.Detail),
            ("$period", key.Period),
            ("$moment", key.Moment?.UtcTicks ?? NoMoment),
        ];

    /// <param name="reader">On a row of <see cref="Select"/>.</param>
    public static TrailRow Read(SqliteDataReader reader)
    {
        var moment = reader.GetInt64(12);
        var key = new TrailKey
        {
            Kind = (CallKind)reader.GetInt32(0),
            Action = reader.GetString(1),
            Account = reader.GetString(2),
            Region = reader.GetString(3),
            Principal = reader.GetString(4),
            Service = reader.GetString(5),
            Image = reader.GetString(6),
            Outcome = (CallOutcome)reader.GetInt32(7),
            ErrorCode = reader.GetString(8),
            DeniedBy = reader.GetString(9),
            Detail = reader.GetString(10),
            Period = reader.GetInt32(11),
            Moment = moment == NoMoment ? null : new DateTimeOffset(moment, TimeSpan.Zero),
        };
        return new TrailRow(key, reader.GetInt64(13), Time(reader, 14), Time(reader, 15));
    }

    private static object Number(DateTimeOffset? time) => time is { } at ? at.UtcTicks : DBNull.Value;

    private static DateTimeOffset? Time(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetInt64(column), TimeSpan.Zero);
}
