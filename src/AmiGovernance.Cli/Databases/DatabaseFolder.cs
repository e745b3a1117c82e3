using AmiGovernance.Core.Diagnostics;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Databases;

/// <summary>Database files by the path that the user wrote, below a root folder.</summary>
public sealed class DatabaseFolder(string root)
{
    public bool Exists(string path) => File.Exists(Path.GetFullPath(path, root));

    /// <summary>As <see cref="DatabaseFile.Open"/>; missing folders are made.</summary>
    public SqliteConnection? Open(string path, DatabaseSchema schema, DiagnosticBag bag)
    {
        var full = Path.GetFullPath(path, root);
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
