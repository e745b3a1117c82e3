using System.Collections.Immutable;
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
internal sealed class TrailStateFile : ITrailState
{
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
        if (DatabaseFile.Open(path, TrailStateSchema.Schema, bag) is not { } connection)
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
            DatabaseFile.Report(path, TrailStateSchema.Schema, e.Message, bag);
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
        // A row that is gone may be there again.
        RunAll(TrailStateRow.Delete, progress.Gone, TrailStateRow.Values);
        RunAll(TrailStateRow.Replace, progress.Rows, TrailStateRow.Values);
        RunAll(
            "INSERT OR REPLACE INTO source VALUES ($name, $value)",
            progress.Sources,
            s => [("$name", s.Key), ("$value", s.Value)]
        );
        SaveSeen(progress.Seen);
        transaction.Commit();
    }

    private void SaveSeen(ImmutableArray<UInt128> seen)
    {
        if (seen.IsEmpty)
            return;
        Run(
            "INSERT INTO seen (ids, count) VALUES ($ids, $count)",
            ("$ids", MemoryMarshal.AsBytes(seen.AsSpan()).ToArray()),
            ("$count", seen.Length)
        );
        // No more are kept than a run remembers.
        Run(
            "DELETE FROM seen WHERE number <= (SELECT number FROM (SELECT number, sum(count) OVER (ORDER BY number DESC) AS later FROM seen) WHERE later > $kept ORDER BY number DESC LIMIT 1) - 1",
            ("$kept", 2L * SeenEvents.Generation)
        );
    }

    private IEnumerable<TrailRow> Rows()
    {
        using var command = Command(TrailStateRow.Select);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return TrailStateRow.Read(reader);
    }

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
