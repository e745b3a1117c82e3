using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Adapters.Trails;

/// <summary>A row of calls in the database of a <see cref="TrailStateFile"/>.</summary>
internal static class TrailStateRow
{
    public const string Select =
        "SELECT kind, action, account, region, principal, service, image, outcome, error_code, denied_by, detail, period, moment, count, first, last, days, checksum FROM call";

    public const string Replace =
        "INSERT OR REPLACE INTO call VALUES ($kind, $action, $account, $region, $principal, $service, $image, $outcome, $error, $denied, $detail, $period, $moment, $count, $first, $last, $checksum, $days)";

    public const string Delete =
        "DELETE FROM call WHERE action = $action AND account = $account AND region = $region AND principal = $principal AND service = $service AND image = $image AND outcome = $outcome "
        + "AND error_code = $error AND denied_by = $denied AND detail = $detail AND period = $period AND moment = $moment";

    /// <summary>More of one kind were never recorded; the sum of all rows is a number still.</summary>
    private const long MostCalls = 1L << 40;

    private static readonly CallKind LastKind = Enum.GetValues<CallKind>().Max();
    private static readonly CallOutcome LastOutcome = Enum.GetValues<CallOutcome>().Max();

    /// <summary>Of calls that need none; a key has no empty columns.</summary>
    private const long NoMoment = -1;

    public static (string, object)[] Values(TrailRow row) =>
        [
            .. Values(row.Key),
            ("$count", row.Count),
            ("$first", Number(row.First)),
            ("$last", Number(row.Last)),
            ("$days", Bytes(row.Days)),
        ];

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

    /// <param name="row">Of <see cref="Select"/>.</param>
    /// <param name="texts">Those of earlier rows: accounts, callers and images come again and again.</param>
    /// <exception cref="DamagedDatabaseException">It is none that was saved.</exception>
    public static TrailRow Read(SavedRow row, StringPool texts)
    {
        var key = new TrailKey
        {
            Kind = (CallKind)row.Number(0, 0, (long)LastKind),
            Action = row.Text(1, texts),
            Account = row.Text(2, texts),
            Region = row.Text(3, texts),
            Principal = row.Text(4, texts),
            Service = row.Text(5, texts),
            Image = row.Text(6, texts),
            Outcome = (CallOutcome)row.Number(7, 0, (long)LastOutcome),
            ErrorCode = row.Text(8, texts),
            DeniedBy = row.Text(9, texts),
            Detail = row.Text(10, texts),
            Period = (int)row.Number(11, 0, int.MaxValue),
            Moment = row.Number(12) == NoMoment ? null : row.Moment(12),
        };
        return new TrailRow(key, row.Number(13, 1, MostCalls), row.OptionalMoment(14), row.OptionalMoment(15))
        {
            Days = Days(row.Bytes(16)),
        };
    }

    private static byte[] Bytes(DayCounts days) => MemoryMarshal.AsBytes<DayCount>(days.ToArray()).ToArray();

    private static DayCounts Days(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % Unsafe.SizeOf<DayCount>() != 0)
            throw new DamagedDatabaseException("the days of a row are not whole");
        var days = MemoryMarshal.Cast<byte, DayCount>(bytes);
        for (var i = 0; i < days.Length; i++)
            if (!IsDay(days[i]) || i > 0 && days[i].Day <= days[i - 1].Day)
                throw new DamagedDatabaseException("the days of a row are none, or out of order");
        return DayCounts.InOrder(days);
    }

    private static bool IsDay(DayCount day) =>
        day is { First: >= 0, Count: > 0 and <= MostCalls }
        && day.First <= day.Last
        && day.Last <= DateTime.MaxValue.Ticks;

    private static object Number(DateTimeOffset? time) => time is { } at ? at.UtcTicks : DBNull.Value;
}
