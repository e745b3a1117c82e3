using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>
/// A table of rows `account, region, key, name, value` that hold from one scan until another. Each scan says what holds now in an
/// account and Region; rows that go on holding are left alone, so that a scan without changes writes nothing.
/// </summary>
internal sealed class VersionedRows : IDisposable
{
    private readonly SqliteCommand load,
        insert,
        close,
        delete;

    /// <param name="columns">The table's names of key, name and value.</param>
    public VersionedRows(SqliteConnection connection, string table, (string Key, string Name, string Value) columns)
    {
        load = Prepare(
            $"SELECT rowid, {columns.Key}, {columns.Name}, {columns.Value}, from_scan FROM {table} WHERE account = $account AND region = $region AND until_scan IS NULL",
            "$account",
            "$region"
        );
        insert = Prepare(
            $"INSERT INTO {table} (account, region, {columns.Key}, {columns.Name}, {columns.Value}, from_scan) VALUES ($account, $region, $key, $name, $value, $scan)",
            "$account",
            "$region",
            "$key",
            "$name",
            "$value",
            "$scan"
        );
        close = Prepare($"UPDATE {table} SET until_scan = $scan WHERE rowid = $row", "$scan", "$row");
        delete = Prepare($"DELETE FROM {table} WHERE rowid = $row", "$row");

        SqliteCommand Prepare(string sql, params string[] parameters)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var name in parameters)
                command.Parameters.Add(new SqliteParameter(name, null));
            return command;
        }
    }

    /// <param name="wanted">What holds now.</param>
    /// <param name="isKnown">Of a row that is not among them: whether it is known not to hold any more.</param>
    public void Bring(
        long scan,
        string account,
        string region,
        IReadOnlyCollection<(string Key, string Name, string Value)> wanted,
        Func<(string Key, string Name, string Value), bool> isKnown,
        SqliteTransaction transaction
    )
    {
        var missing = wanted.ToHashSet();
        foreach (var (row, content, from) in Load(account, region, transaction))
        {
            if (missing.Remove(content) || !isKnown(content))
                continue;
            // A row of this very scan was read twice, by a scan that went on.
            if (from == scan)
                Run(delete, transaction, row);
            else
                Run(close, transaction, scan, row);
        }
        foreach (var (key, name, value) in missing)
            Run(insert, transaction, account, region, key, name, value, scan);
    }

    private List<(long Row, (string Key, string Name, string Value) Content, long From)> Load(
        string account,
        string region,
        SqliteTransaction transaction
    )
    {
        load.Transaction = transaction;
        (load.Parameters[0].Value, load.Parameters[1].Value) = (account, region);
        using var reader = load.ExecuteReader();
        var found = new List<(long, (string, string, string), long)>();
        while (reader.Read())
            found.Add(
                (
                    reader.GetInt64(0),
                    (reader.GetString(1), reader.GetString(2), reader.GetString(3)),
                    reader.GetInt64(4)
                )
            );
        return found;
    }

    private static void Run(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[load, insert, close, delete])
            command.Dispose();
    }
}
