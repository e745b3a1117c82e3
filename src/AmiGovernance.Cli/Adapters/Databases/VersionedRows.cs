using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>
/// A table of rows `account, region, key, name, value` that hold from one scan until another. Each scan says what holds now in an
/// account and Region; rows that go on holding are left alone, so that a scan without changes writes nothing.
/// </summary>
internal sealed class VersionedRows : IDisposable
{
    private readonly SqliteCommand load;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand close;
    private readonly SqliteCommand delete;

    /// <param name="columns">The table's names of key, name and value.</param>
    public VersionedRows(SqliteConnection connection, string table, (string Key, string Name, string Value) columns)
    {
        var content = $"{columns.Key}, {columns.Name}, {columns.Value}";
        load = connection.Prepare(
            $"SELECT rowid, {content}, from_scan FROM {table} WHERE account = $p0 AND region = $p1 AND until_scan IS NULL",
            2
        );
        insert = connection.Prepare(
            $"INSERT INTO {table} (account, region, {content}, from_scan) VALUES ($p0, $p1, $p2, $p3, $p4, $p5)",
            6
        );
        close = connection.Prepare($"UPDATE {table} SET until_scan = $p1 WHERE rowid = $p0", 2);
        delete = connection.Prepare($"DELETE FROM {table} WHERE rowid = $p0", 1);
    }

    /// <summary>Makes the table say what holds now in a place.</summary>
    /// <param name="wanted">What holds now.</param>
    /// <param name="isKnown">Of a row that is not among them: whether it is known not to hold any more.</param>
    public void Bring(
        ScannedPlace place,
        IEnumerable<(string Key, string Name, string Value)> wanted,
        Func<(string Key, string Name, string Value), bool> isKnown
    )
    {
        var missing = wanted.ToHashSet();
        foreach (var (row, content, from) in Load(place))
        {
            if (missing.Remove(content) || !isKnown(content))
                continue;
            // A row of this very scan was read twice, by a scan that went on.
            if (from == place.Scan)
                delete.Run(place.Transaction, row);
            else
                close.Run(place.Transaction, row, place.Scan);
        }
        foreach (var (key, name, value) in missing)
            insert.Run(place.Transaction, place.Account, place.Region, key, name, value, place.Scan);
    }

    private List<(long Row, (string Key, string Name, string Value) Content, long From)> Load(ScannedPlace place)
    {
        load.Bind(place.Transaction, place.Account, place.Region);
        return load.Rows(r => (r.GetInt64(0), (r.GetString(1), r.GetString(2), r.GetString(3)), r.GetInt64(4)));
    }

    public void Dispose()
    {
        load.Dispose();
        insert.Dispose();
        close.Dispose();
        delete.Dispose();
    }
}
