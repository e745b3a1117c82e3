using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Trails;

/// <summary>What a run over a trail has read, in a database file (docs/reference/trail.md).</summary>
internal sealed class TrailStateFile : ITrailState
{
    private const int IdBytes = 16;

    private readonly string path;
    private readonly SqliteConnection connection;
    private readonly SqliteCommand whenRead;
    private TrailSnapshot? saved;

    /// <summary>What was found wrong while the file was in use; nothing is written to it any more.</summary>
    private DamagedDatabaseException? damage;

    private TrailStateFile(string path, SqliteConnection connection)
    {
        (this.path, this.connection) = (path, connection);
        whenRead = Command("SELECT name, size, version, checksum FROM file WHERE name = $name");
        whenRead.Parameters.Add("$name", SqliteType.Text);
    }

    /// <summary>
    /// Null with a report (AMI0907) when the file cannot be used, is not as it was saved, or another run uses it.
    /// </summary>
    public static TrailStateFile? Open(string path, DiagnosticBag bag)
    {
        if (DatabaseFile.Open(path, TrailStateSchema.Schema, bag) is not { } connection)
            return null;
        TrailStateFile? state = null;
        try
        {
            state = new TrailStateFile(path, connection);
            // Held until the end: two runs that add to the same counts would lose some.
            state.Run("PRAGMA locking_mode = EXCLUSIVE");
            state.Run("BEGIN IMMEDIATE; COMMIT");
            state.ReadAll();
            return state;
        }
        catch (SqliteException e)
        {
            DatabaseFile.Report(path, TrailStateSchema.Schema, e, bag);
        }
        catch (DamagedDatabaseException e)
        {
            DatabaseFile.ReportDamage(path, TrailStateSchema.Schema, e.Message, bag);
        }
        state?.Dispose();
        connection.Dispose();
        return null;
    }

    /// <summary>Says why a run could not go on with the file (AMI0907).</summary>
    /// <param name="raised">By <see cref="WhenRead"/> or <see cref="Save"/>.</param>
    public void Report(IOException raised, DiagnosticBag bag)
    {
        if (raised is not DamagedDatabaseException && raised.InnerException is SqliteException failure)
            DatabaseFile.Report(path, TrailStateSchema.Schema, failure, bag);
        else
            DatabaseFile.ReportDamage(path, TrailStateSchema.Schema, raised.Message, bag);
    }

    public void Dispose()
    {
        whenRead.Dispose();
        connection.Dispose();
    }

    public string? Question { get; private set; }

    public TrailSnapshot? Load()
    {
        // It is large, and asked for once.
        var snapshot = saved;
        saved = null;
        return snapshot;
    }

    public TrailFile? WhenRead(string name)
    {
        try
        {
            whenRead.Parameters[0].Value = name;
            using var found = whenRead.ExecuteReader();
            var row = new SavedRow(found, "file");
            return row.Next() ? ReadFile(row) : null;
        }
        catch (SqliteException e)
        {
            throw damage = new DamagedDatabaseException(e.Message, e);
        }
        catch (DamagedDatabaseException e)
        {
            damage = e;
            throw;
        }
    }

    private void ReadAll()
    {
        var runs = connection.SavedRows("SELECT question, ledger, checksum FROM run", "run", ReadRun).ToList();
        if (runs is [var (question, ledger)])
        {
            Question = question;
            var files = connection.SavedRows("SELECT name, size, version, checksum FROM file", "file", ReadFile);
            // A name that changed would be a file that was never read.
            foreach (var _ in files) { }
            var texts = new StringPool();
            var rows = connection
                .SavedRows(TrailStateRow.Select, "call", row => TrailStateRow.Read(row, texts))
                .ToImmutableArray();
            var counted = connection
                .SavedRows("SELECT ids, calls, checksum FROM counted", "counted", CountedEventsRow.Read)
                .FirstOrDefault();
            var seen = connection
                .SavedRows("SELECT ids, count, checksum FROM seen ORDER BY number", "seen", ReadIds)
                .ToList();
            saved = new TrailSnapshot(
                ledger,
                rows,
                seen.SelectMany(ids => ids),
                [.. connection.SavedRows("SELECT name, value, checksum FROM source", "source", ReadSource)]
            )
            {
                Counted = Counted(counted ?? [], rows),
            };
        }
        else if (runs.Count > 0 || connection.Number("SELECT count(*) FROM file") > 0)
            throw new DamagedDatabaseException("the ledger of what was read is missing");
    }

    private static (string Question, TrailLedger Ledger) ReadRun(SavedRow row)
    {
        return (row.Text(0), SavedLedger.Read(row.Text(1)));
    }

    private static TrailFile ReadFile(SavedRow row)
    {
        return new TrailFile(row.Text(0), row.Number(1, 0, long.MaxValue)) { Version = row.Text(2) };
    }

    private static UInt128[] ReadIds(SavedRow row)
    {
        var bytes = row.Bytes(0);
        return row.Number(1) * IdBytes == bytes.Length
            ? MemoryMarshal.Cast<byte, UInt128>(bytes).ToArray()
            : throw new DamagedDatabaseException("a list of event ids is not whole");
    }

    /// <summary>
    /// Rows that were put together with others since are not found again. Found when it is asked for: a run that reads nothing does not.
    /// </summary>
    private static IEnumerable<(UInt128, TrailKey)> Counted(
        (UInt128 Id, long Call)[] counted,
        ImmutableArray<TrailRow> rows
    )
    {
        if (counted.Length == 0)
            yield break;
        var keys = rows.Select(r => r.Key).ToDictionary(CountedEventsRow.Number);
        foreach (var (id, call) in counted)
            if (keys.TryGetValue(call, out var key))
                yield return (id, key);
    }

    private static (string, string) ReadSource(SavedRow row)
    {
        return (row.Text(0), row.Text(1));
    }

    public void Save(TrailProgress progress)
    {
        if (damage is not null)
            throw damage;
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
            "INSERT INTO run VALUES ($question, $ledger, $checksum)",
            ("$question", progress.Question),
            ("$ledger", SavedLedger.Write(progress.Ledger))
        );
        RunAll(
            "INSERT OR REPLACE INTO file VALUES ($name, $size, $version, $checksum)",
            progress.Files,
            f => [("$name", f.Name), ("$size", f.Size), ("$version", f.Version)]
        );
        // A row that is gone may be there again.
        RunAll(TrailStateRow.Delete, progress.Gone, TrailStateRow.Values);
        RunAll(TrailStateRow.Replace, progress.Rows, TrailStateRow.Values);
        RunAll(
            "INSERT OR REPLACE INTO source VALUES ($name, $value, $checksum)",
            progress.Sources,
            s => [("$name", s.Key), ("$value", s.Value)]
        );
        SaveSeen(progress.Seen);
        Run("DELETE FROM counted");
        Run("INSERT INTO counted VALUES ($ids, $calls, $checksum)", CountedEventsRow.Values(progress.Counted));
        transaction.Commit();
    }

    private void SaveSeen(ImmutableArray<UInt128> seen)
    {
        if (seen.IsEmpty)
            return;
        Run(
            "INSERT INTO seen (ids, count, checksum) VALUES ($ids, $count, $checksum)",
            ("$ids", MemoryMarshal.AsBytes(seen.AsSpan()).ToArray()),
            ("$count", seen.Length)
        );
        // No more are kept than a run remembers.
        Run(
            "DELETE FROM seen WHERE number <= (SELECT number FROM (SELECT number, sum(count) OVER (ORDER BY number DESC) AS later FROM seen) WHERE later > $kept ORDER BY number DESC LIMIT 1) - 1",
            ("$kept", 2L * SeenEvents.Generation)
        );
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private void Run(string sql, params (string Name, object Value)[] values) => RunAll(sql, [values], v => v);

    /// <param name="sql">A row that has a checksum takes it of all its other values, in their order.</param>
    private void RunAll<T>(string sql, IEnumerable<T> items, Func<T, (string Name, object Value)[]> values)
    {
        using var command = Command(sql);
        var hasChecksum = sql.Contains("$checksum", StringComparison.Ordinal);
        var sum = new RowChecksum();
        foreach (var item in items)
        {
            var row = values(item);
            Bind(command, hasChecksum ? [.. row, ("$checksum", Total(sum, row))] : row);
            command.ExecuteNonQuery();
        }
    }

    private static long Total(RowChecksum sum, (string Name, object Value)[] row)
    {
        foreach (var (_, value) in row)
            sum.Add(value);
        return sum.Total();
    }

    /// <param name="values">Of every row in the same order.</param>
    private static void Bind(SqliteCommand command, (string Name, object Value)[] values)
    {
        for (var i = 0; i < values.Length; i++)
            if (i < command.Parameters.Count)
                command.Parameters[i].Value = values[i].Value;
            else
                command.Parameters.AddWithValue(values[i].Name, values[i].Value);
    }
}
