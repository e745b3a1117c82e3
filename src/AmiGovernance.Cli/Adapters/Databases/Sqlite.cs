using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What all tables need of SQLite. Parameters are `$p0`, `$p1`, … in the order of their values.</summary>
internal static class Sqlite
{
    /// <summary>Account, Region and image, where a table has them.</summary>
    private const int KeyColumns = 3;

    private const int LongestShown = 60;

    /// <summary>A command for one use.</summary>
    public static SqliteCommand Command(
        this SqliteConnection connection,
        string sql,
        params ReadOnlySpan<object?> values
    )
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
            command.Add(value);
        return command;
    }

    /// <summary>A command that is run many times, by <see cref="Run"/>.</summary>
    public static SqliteCommand Prepare(this SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
            command.Add(null);
        return command;
    }

    /// <summary>Adds a value; the name that SQL knows it by.</summary>
    public static string Add(this SqliteCommand command, object? value)
    {
        var name = Name(command.Parameters.Count);
        command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return name;
    }

    public static string Name(int parameter) => string.Create(CultureInfo.InvariantCulture, $"$p{parameter}");

    public static void Run(
        this SqliteCommand command,
        SqliteTransaction transaction,
        params ReadOnlySpan<object?> values
    )
    {
        command.Bind(transaction, values);
        command.ExecuteNonQuery();
    }

    public static void Execute(
        this SqliteConnection connection,
        SqliteTransaction transaction,
        string sql,
        params ReadOnlySpan<object?> values
    )
    {
        using var command = connection.Command(sql, values);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    public static List<T> Rows<T>(
        this SqliteConnection connection,
        string sql,
        Func<SqliteDataReader, T> row,
        params ReadOnlySpan<object?> values
    )
    {
        using var command = connection.Command(sql, values);
        return command.Rows(row);
    }

    /// <summary>Rows that were saved with a checksum, one after the other; each is read before the next.</summary>
    /// <param name="sql">The checksum is the last column.</param>
    /// <exception cref="DamagedDatabaseException">One is not as it was saved.</exception>
    public static IEnumerable<T> SavedRows<T>(
        this SqliteConnection connection,
        string sql,
        string table,
        Func<SavedRow, T> read
    )
    {
        using var command = connection.Command(sql);
        using var reader = command.ExecuteReader();
        var row = new SavedRow(reader, table);
        while (row.Next())
            yield return read(row);
    }

    public static List<T> Rows<T>(this SqliteCommand command, Func<SqliteDataReader, T> row)
    {
        using var reader = command.ExecuteReader();
        var found = new List<T>();
        try
        {
            while (reader.Read())
                found.Add(row(reader));
            return found;
        }
        catch (Exception e) when (IsOfValue(e))
        {
            throw new DamagedDatabaseException($"{Place(reader)} is none that was saved: {e.Message}", e)
            {
                Path = command.Connection?.DataSource,
            };
        }
    }

    /// <summary>The row as its first columns tell it from others: a key comes first.</summary>
    private static string Place(SqliteDataReader reader)
    {
        var columns = Enumerable.Range(0, Math.Min(KeyColumns, reader.FieldCount));
        return $"the row of {string.Join(", ", columns.Select(c => $"{reader.GetName(c)} {Shown(reader, c)}"))}";
    }

    private static string Shown(SqliteDataReader reader, int column)
    {
        var text = Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture) ?? "";
        return text.Length > LongestShown ? $"`{text[..LongestShown]}…`" : $"`{text}`";
    }

    /// <summary>What reading a value raises that is of another type than its column says, missing, or no moment, id or number.</summary>
    private static bool IsOfValue(Exception raised) =>
        raised is InvalidOperationException or FormatException or InvalidCastException or OverflowException;

    /// <summary>The first cell of the answer; 0 when there is none.</summary>
    public static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteScalar() is long value ? value : 0;
    }

    /// <summary>Sets the values of a prepared command.</summary>
    public static void Bind(
        this SqliteCommand command,
        SqliteTransaction transaction,
        params ReadOnlySpan<object?> values
    )
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    /// <summary>Null where the database holds NULL.</summary>
    public static string? Text(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A moment that the inventory wrote.</summary>
    public static DateTimeOffset Time(this SqliteDataReader reader, int column) =>
        DateTimeOffset.TryParse(
            reader.GetString(column),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : throw new FormatException($"{Shown(reader, column)} is no value of `{reader.GetName(column)}`");

    /// <summary>As the inventory writes moments; null where there is none.</summary>
    public static string? Text(DateTimeOffset? time) => time?.IsoText();
}
