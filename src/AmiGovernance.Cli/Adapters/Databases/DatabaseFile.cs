using System.Globalization;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Opens SQLite files, and brings older ones up to date.</summary>
internal static class DatabaseFile
{
    /// <summary>Null when SQLite can be used.</summary>
    private static readonly string? NoSqlite = Load(SQLitePCL.Batteries_V2.Init);

    /// <summary>Null, or what is wrong: SQLite is a library in a file of its own, which may have been left behind.</summary>
    internal static string? Load(Action load)
    {
        try
        {
            load();
            return null;
        }
        catch (Exception e) when ((e.InnerException ?? e) is DllNotFoundException or BadImageFormatException)
        {
            return "the library of SQLite, `libe_sqlite3.so` (Windows: `e_sqlite3.dll`, macOS: `libe_sqlite3.dylib`), is not beside amigov,"
                + " or is none for this machine";
        }
    }

    /// <summary>
    /// Makes the file when it is missing. Committed transactions survive a kill at any point; after a power failure the last ones
    /// may be missing, never a part of one. Null with a report (AMI0907) when the file is of another kind, newer, damaged or not
    /// writable.
    /// </summary>
    public static SqliteConnection? Open(string path, DatabaseSchema schema, DiagnosticBag bag) =>
        OpenAs(path, schema, SqliteOpenMode.ReadWriteCreate, Prepare, bag);

    /// <summary>
    /// Of a file that stays as it is: one of an older amigov is reported too. It is opened to write all the same, as far as that is
    /// permitted: who can only read leaves the files of the write-ahead log behind (SQLite, "Write-Ahead Logging", read-only databases).
    /// </summary>
    public static SqliteConnection? OpenToRead(string path, DatabaseSchema schema, DiagnosticBag bag) =>
        OpenAs(path, schema, SqliteOpenMode.ReadWrite, Check, bag);

    private static SqliteConnection? OpenAs(
        string path,
        DatabaseSchema schema,
        SqliteOpenMode mode,
        Func<SqliteConnection, DatabaseSchema, Unfit?> prepare,
        DiagnosticBag bag
    )
    {
        if (SpecialFile.Kind(Path.GetFullPath(path)) is { } kind)
        {
            Report(path, schema, $"it is {kind}", "name a file", bag);
            return null;
        }
        if (NoSqlite is { } missing)
        {
            Report(path, schema, missing, "install amigov with all its files", bag);
            return null;
        }
        SqliteConnection? connection = null;
        try
        {
            connection = ConnectionTo(path, schema, mode);
            connection.Open();
            if (prepare(connection, schema) is not { } unfit)
                return connection;
            var help = unfit.Help ?? Advice(SQLitePCL.raw.SQLITE_CORRUPT, schema);
            Report(path, schema, unfit.Problem, help, bag);
        }
        catch (SqliteException e)
        {
            Report(path, schema, e, bag);
        }
        connection?.Dispose();
        return null;
    }

    private static SqliteConnection ConnectionTo(string path, DatabaseSchema schema, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = schema.BusySeconds,
        };
        return new SqliteConnection(settings.ConnectionString);
    }

    /// <summary>What speaks against using a file.</summary>
    /// <param name="Help">Null for the usual one.</param>
    private sealed record Unfit(string Problem, string? Help = null);

    private static Unfit? Problem(SqliteConnection connection, DatabaseSchema schema)
    {
        var id = Pragma(connection, "application_id");
        if (id != schema.ApplicationId && (id != 0 || !IsEmpty(connection)))
            return new Unfit("it is a database of another kind");
        return Text(connection, "PRAGMA quick_check(1)") is { } check and not "ok"
            ? new Unfit($"it is damaged: {check}")
            : null;
    }

    private static Unfit Newer(int version, DatabaseSchema schema) =>
        new($"it was written by a newer amigov (version {version} of the file, known are {schema.Steps.Length})");

    /// <summary>Null when the file can be read as it is.</summary>
    private static Unfit? Check(SqliteConnection connection, DatabaseSchema schema)
    {
        Execute(connection, "PRAGMA query_only = ON");
        if (Problem(connection, schema) is { } problem)
            return problem;
        var version = (int)Pragma(connection, "user_version");
        if (version > schema.Steps.Length)
            return Newer(version, schema);
        return version < schema.Steps.Length
            ? new Unfit(
                $"it was written by an older amigov (version {version} of the file, needed is {schema.Steps.Length}),"
                    + " and nothing is written here",
                schema.BroughtUp
            )
            : null;
    }

    /// <summary>Null when the file is ready. A file of another kind is left untouched.</summary>
    private static Unfit? Prepare(SqliteConnection connection, DatabaseSchema schema)
    {
        if (Problem(connection, schema) is { } problem)
            return problem;
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
        // Takes the write lock: of two processes one prepares the file, and the other then finds it ready.
        using var transaction = connection.BeginTransaction();
        var version = (int)Pragma(connection, "user_version");
        if (version > schema.Steps.Length)
            return Newer(version, schema);
        for (var step = version; step < schema.Steps.Length; step++)
            Execute(connection, schema.Steps[step]);
        if (version < schema.Steps.Length)
            Execute(
                connection,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"PRAGMA application_id = {schema.ApplicationId}; PRAGMA user_version = {schema.Steps.Length}"
                )
            );
        transaction.Commit();
        return null;
    }

    private static bool IsEmpty(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema";
        return command.ExecuteScalar() is 0L;
    }

    private static long Pragma(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return command.ExecuteScalar() is long value ? value : 0;
    }

    private static string? Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Says that SQLite cannot use a file (AMI0907), and what to do about that.</summary>
    public static void Report(string path, DatabaseSchema schema, SqliteException e, DiagnosticBag bag)
    {
        var isBusy = e.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;
        Report(path, schema, isBusy ? "another run uses it" : e.Message, Advice(e.SqliteErrorCode, schema), bag);
    }

    /// <summary>Says that a file is not opened, for it lies behind a link that leads out of the repository (AMI0907).</summary>
    public static void ReportLink(string path, DatabaseSchema schema, string link, DiagnosticBag bag) =>
        Report(
            path,
            schema,
            $"`{link}` is a link that leads out of the repository",
            "put a file in the place of the link; a file elsewhere can be named by its own path",
            bag
        );

    /// <summary>Says that a file is not as it was saved (AMI0907).</summary>
    public static void ReportDamage(string path, DatabaseSchema schema, string problem, DiagnosticBag bag) =>
        Report(path, schema, $"it is damaged: {problem}", Advice(SQLitePCL.raw.SQLITE_CORRUPT, schema), bag);

    private static void Report(string path, DatabaseSchema schema, string problem, string help, DiagnosticBag bag) =>
        bag.Report(
            OperationDiagnostics.DatabaseUnusable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` cannot be used as {schema.Name}: {problem}",
            help
        );

    /// <summary>Whatever is wrong, no advice destroys what the file holds.</summary>
    private static string Advice(int code, DatabaseSchema schema) =>
        code switch
        {
            SQLitePCL.raw.SQLITE_FULL =>
                "make room on the disk and run the command again; what was saved before is still in the file",
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "wait until it has ended",
            SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM =>
                "the file and its folder must be there, and writable",
            SQLitePCL.raw.SQLITE_IOERR => "look at the disk, and run the command again; leave the file as it is",
            _ => $"keep the file, or restore it from a copy; to go on without it, {schema.WithoutIt}",
        };
}
