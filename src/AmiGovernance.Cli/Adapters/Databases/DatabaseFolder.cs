using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Database files by the path that the user wrote, below a root folder.</summary>
internal sealed class DatabaseFolder(string root)
{
    public string FullPath(string path) => Path.GetFullPath(path, root);

    public bool Exists(string path) => File.Exists(FullPath(path));

    /// <summary>Whether the file is one of SQLite's ("SQLite Database File Format", the header).</summary>
    public bool IsDatabase(string path)
    {
        if (SpecialFile.Kind(FullPath(path)) is not null)
            return false;
        try
        {
            using var file = File.OpenRead(FullPath(path));
            var start = new byte[16];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start.AsSpan().SequenceEqual("SQLite format 3\0"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>As <see cref="DatabaseFile.Open"/>; missing folders are made.</summary>
    internal SqliteConnection? Open(string path, DatabaseSchema schema, DiagnosticBag bag)
    {
        var full = FullPath(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Opening the file tells the same in the words for databases.
        }
        return DatabaseFile.Open(full, schema, bag);
    }
}
