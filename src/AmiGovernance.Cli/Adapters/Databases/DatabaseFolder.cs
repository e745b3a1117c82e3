using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Database files by the path that the user wrote, below a root folder.</summary>
internal sealed class DatabaseFolder(string root)
{
    private readonly RepositoryBounds bounds = new(root);

    /// <summary>Whether links of the repository that lead out of it are left alone: somebody else may have committed them.</summary>
    private bool StaysInside { get; init; }

    /// <summary>Whether files stay as they are: none is made, and none brought up to date.</summary>
    private bool OnlyReads { get; init; }

    /// <summary>The same for what is shown to others.</summary>
    public DatabaseFolder Inside() => new(root) { StaysInside = true, OnlyReads = OnlyReads };

    /// <summary>The same for what must not write, and is shown to others.</summary>
    public DatabaseFolder ToRead() => new(root) { StaysInside = true, OnlyReads = true };

    public string FullPath(string path) => Path.GetFullPath(path, root);

    public bool Exists(string path) => File.Exists(FullPath(path));

    /// <summary>Whether there is a file without a single byte, such as `touch` leaves it.</summary>
    public bool IsEmpty(string path)
    {
        var full = FullPath(path);
        return File.Exists(full)
            && SpecialFile.Kind(full) is null
            && LinkOut(full) is null
            && new FileInfo(full).Length == 0;
    }

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
        if (LinkOut(full) is { } link)
        {
            DatabaseFile.ReportLink(path, schema, link, bag);
            return null;
        }
        if (OnlyReads)
            return DatabaseFile.OpenToRead(full, schema, bag);
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

    private string? LinkOut(string full) => StaysInside ? bounds.LinkOut(full, followsLast: true) : null;
}
