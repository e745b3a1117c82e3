using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Trails;

/// <summary>What a run over a trail has read, in a database file (docs/reference/trail.md).</summary>
public sealed class TrailStateFile : ITrailState
{
    private static readonly DatabaseSchema Schema = new(
        "trail state",
        0x414D_4954,
        [
            """
            CREATE TABLE run (question TEXT NOT NULL, ledger TEXT NOT NULL);
            CREATE TABLE file (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE call (
                kind INTEGER, action TEXT, account TEXT, region TEXT, principal TEXT, service TEXT, image TEXT, outcome INTEGER, error_code TEXT, denied_by TEXT, detail TEXT, period INTEGER,
                count INTEGER NOT NULL, first INTEGER, last INTEGER,
                PRIMARY KEY (action, account, region, principal, service, image, outcome, error_code, denied_by, detail, period)) WITHOUT ROWID;
            CREATE TABLE seen (number INTEGER PRIMARY KEY, ids BLOB NOT NULL, count INTEGER NOT NULL);
            CREATE TABLE source (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            """,
            "ALTER TABLE file ADD COLUMN version TEXT NOT NULL DEFAULT ''",
            """
            ALTER TABLE call RENAME TO earlier;
            CREATE TABLE call (
                kind INTEGER, action TEXT, account TEXT, region TEXT, principal TEXT, service TEXT, image TEXT, outcome INTEGER, error_code TEXT, denied_by TEXT, detail TEXT, period INTEGER,
                moment INTEGER NOT NULL, count INTEGER NOT NULL, first INTEGER, last INTEGER,
                PRIMARY KEY (action, account, region, principal, service, image, outcome, error_code, denied_by, detail, period, moment)) WITHOUT ROWID;
            INSERT INTO call SELECT kind, action, account, region, principal, service, image, outcome, error_code, denied_by, detail, period, -1, count, first, last FROM earlier;
            DROP TABLE earlier;
            """,
        ]
    )
    {
        Patience = 1,
    };

    /// <summary>Of calls that need none; a key has no empty columns.</summary>
    private const long NoMoment = -1;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand whenRead;

    private TrailStateFile(SqliteConnection connection)
    {
        this.connection = connection;
        whenRead = Command("SELECT size, version FROM file WHERE name = $name");
        whenRead.Parameters.Add("$name", SqliteType.Text);
    }

    /// <summary>Null with a report (AMI0907) when the file cannot be used, or another run uses it.</summary>
    public static TrailStateFile? Open(string path, DiagnosticBag bag)
    {
        if (DatabaseFile.Open(path, Schema, bag) is not { } connection)
            return null;
        var state = new TrailStateFile(connection);
        try
        {
            // Held until the end: two runs that add to the same counts would lose some.
            state.Run("PRAGMA locking_mode = EXCLUSIVE");
            state.Run("BEGIN IMMEDIATE; COMMIT");
            return state;
        }
        catch (SqliteException e)
        {
            DatabaseFile.Report(path, Schema, e.Message, bag);
            state.Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        whenRead.Dispose();
        connection.Dispose();
    }

    public TrailFile? WhenRead(string name)
    {
        whenRead.Parameters[0].Value = name;
        using var found = whenRead.ExecuteReader();
        return found.Read() ? new TrailFile(name, found.GetInt64(0)) { Version = found.GetString(1) } : null;
    }

    public string? Question
    {
        get
        {
            using var question = Command("SELECT question FROM run");
            return question.ExecuteScalar() as string;
        }
    }

    public TrailSnapshot? Load()
    {
        using var saved = Command("SELECT ledger FROM run");
        if (saved.ExecuteScalar() is not string text)
            return null;
        var ledger = JsonSerializer.Deserialize(text, TrailStateJson.Default.TrailLedger) ?? new TrailLedger();
        return new TrailSnapshot(ledger, [.. Rows()], Seen(), [.. Sources()]);
    }

    public void Save(TrailProgress progress)
    {
        try
        {
            SaveAll(progress);
        }
        catch (SqliteException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private void SaveAll(TrailProgress progress)
    {
        using var transaction = connection.BeginTransaction();
        Run("DELETE FROM run");
        Run(
            "INSERT INTO run VALUES ($question, $ledger)",
            ("$question", progress.Question),
            ("$ledger", JsonSerializer.Serialize(progress.Ledger, TrailStateJson.Default.TrailLedger))
        );
        RunAll(
            "INSERT OR REPLACE INTO file VALUES ($name, $size, $version)",
            progress.Files,
            f => [("$name", f.Name), ("$size", f.Size), ("$version", f.Version)]
        );
        RunAll(
            "DELETE FROM call WHERE action = $action AND account = $account AND region = $region AND principal = $principal AND service = $service AND image = $image AND outcome = $outcome "
                + "AND error_code = $error AND denied_by = $denied AND detail = $detail AND period = $period AND moment = $moment",
            progress.Gone,
            Values
        );
        RunAll(
            "INSERT OR REPLACE INTO call VALUES ($kind, $action, $account, $region, $principal, $service, $image, $outcome, $error, $denied, $detail, $period, $moment, $count, $first, $last)",
            progress.Rows,
            Values
        );
        RunAll(
            "INSERT OR REPLACE INTO source VALUES ($name, $value)",
            progress.Sources,
            s => [("$name", s.Key), ("$value", s.Value)]
        );
        if (!progress.Seen.IsEmpty)
        {
            Run(
                "INSERT INTO seen (ids, count) VALUES ($ids, $count)",
                ("$ids", MemoryMarshal.AsBytes(progress.Seen.AsSpan()).ToArray()),
                ("$count", progress.Seen.Length)
            );
            Run(
                "DELETE FROM seen WHERE number <= (SELECT number FROM (SELECT number, sum(count) OVER (ORDER BY number DESC) AS later FROM seen) WHERE later > $kept ORDER BY number DESC LIMIT 1) - 1",
                ("$kept", 2L * SeenEvents.Generation)
            );
        }
        transaction.Commit();
    }

    private static (string, object)[] Values(TrailRow row) =>
        [.. Values(row.Key), ("$count", row.Count), ("$first", Number(row.First)), ("$last", Number(row.Last))];

    private static (string, object)[] Values(TrailKey key) =>
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

    private static object Number(DateTimeOffset? time) => time is { } at ? at.UtcTicks : DBNull.Value;

    private IEnumerable<TrailRow> Rows()
    {
        using var command = Command(
            "SELECT kind, action, account, region, principal, service, image, outcome, error_code, denied_by, detail, period, count, first, last, moment FROM call"
        );
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return new TrailRow(
                new TrailKey
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
                    Moment = reader.GetInt64(15) is >= 0 and var moment
                        ? new DateTimeOffset(moment, TimeSpan.Zero)
                        : null,
                },
                reader.GetInt64(12),
                Time(reader, 13),
                Time(reader, 14)
            );
    }

    private static DateTimeOffset? Time(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetInt64(column), TimeSpan.Zero);

    private IEnumerable<UInt128> Seen()
    {
        using var command = Command("SELECT ids FROM seen ORDER BY number");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            foreach (var id in MemoryMarshal.Cast<byte, UInt128>(reader.GetFieldValue<byte[]>(0)).ToArray())
                yield return id;
    }

    private IEnumerable<(string, string)> Sources()
    {
        using var command = Command("SELECT name, value FROM source");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return (reader.GetString(0), reader.GetString(1));
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private void Run(string sql, params (string Name, object Value)[] values) => RunAll(sql, [values], v => v);

    private void RunAll<T>(string sql, IEnumerable<T> items, Func<T, (string Name, object Value)[]> values)
    {
        using var command = Command(sql);
        foreach (var item in items)
        {
            command.Parameters.Clear();
            foreach (var (name, value) in values(item))
                command.Parameters.AddWithValue(name, value);
            command.ExecuteNonQuery();
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = false)]
[JsonSerializable(typeof(TrailLedger))]
internal sealed partial class TrailStateJson : JsonSerializerContext;
