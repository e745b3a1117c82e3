using System.Collections.Immutable;
using AmiGovernance.Core.Features.Images;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Somebody's SQL, which changes nothing: neither the inventory, nor any other file, nor how the inventory is kept.</summary>
internal static class ReadOnlySql
{
    /// <summary>
    /// All that a query does (SQLite, "Authorizer Action Codes"); `PRAGMA`, `ATTACH` and what `VACUUM INTO` is made of are none of it.
    /// </summary>
    private static readonly int[] Reading =
    [
        raw.SQLITE_SELECT,
        raw.SQLITE_READ,
        raw.SQLITE_FUNCTION,
        raw.SQLITE_RECURSIVE,
    ];

    /// <exception cref="SqliteException">SQLite does not take it, it is not one statement, or it is none that only reads.</exception>
    public static QueryResult Ask(SqliteConnection connection, string sql)
    {
        raw.sqlite3_set_authorizer(connection.Handle, Authorize, null);
        try
        {
            CheckSingle(connection, sql);
            using var command = connection.Command(sql);
            using var reader = command.ExecuteReader();
            var rows = ImmutableArray.CreateBuilder<ImmutableArray<SqlValue>>();
            while (reader.Read())
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Value(reader, i))]);
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName);
            return new QueryResult([.. columns], rows.ToImmutable());
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_AUTH)
        {
            throw Refused("it does more than read the tables");
        }
        finally
        {
            raw.sqlite3_set_authorizer(connection.Handle, (strdelegate_authorizer?)null, null);
        }
    }

    private static int Authorize(object data, int action, string first, string second, string database, string inner) =>
        Reading.Contains(action) ? raw.SQLITE_OK : raw.SQLITE_DENY;

    private static void CheckSingle(SqliteConnection connection, string sql)
    {
        if (!Prepare(connection, sql, out var rest))
            throw Refused("there is no statement in it");
        // A comment at the end is no statement.
        if (Prepare(connection, rest, out _))
            throw Refused("there is more than one statement in it");
    }

    /// <summary>Whether the text begins with a statement.</summary>
    /// <param name="rest">What follows it.</param>
    private static bool Prepare(SqliteConnection connection, string sql, out string rest)
    {
        var code = raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement, out rest);
        using (statement)
            SqliteException.ThrowExceptionForRC(code, connection.Handle);
        return statement is { IsInvalid: false };
    }

    private static SqliteException Refused(string problem) => new(problem, raw.SQLITE_ERROR);

    private static SqlValue Value(SqliteDataReader reader, int column) =>
        new(reader.IsDBNull(column) ? null : reader.GetValue(column));
}
