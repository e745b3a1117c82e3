using System.Runtime.CompilerServices;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Adapters.Trails;

/// <summary>Trail files in folders, in any layout, and files named one by one.</summary>
internal sealed class DiskTrailSource(IReadOnlyList<string> paths) : ITrailSource
{
    public int Concurrency => Environment.ProcessorCount;

    /// <summary>One folder's names are held at a time.</summary>
    public async IAsyncEnumerable<TrailFile> List([EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        foreach (var file in Roots().SelectMany(FilesAt))
        {
            cancel.ThrowIfCancellationRequested();
            yield return file;
        }
    }

    public Stream Open(TrailFile file, CancellationToken cancel) =>
        SpecialFile.Refused(file.Name) is { } kind
            ? throw new IOException($"it is {kind}")
            : new FileStream(
                file.Name,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                0,
                FileOptions.SequentialScan
            );

    /// <summary>Without those that lie in another, so that no file comes twice.</summary>
    private IEnumerable<string> Roots()
    {
        var all = paths
            .Select(p => Path.TrimEndingDirectorySeparator(Path.GetFullPath(p)))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return all.Where(path => !all.Any(other => IsBelow(path, other)));
    }

    private static bool IsBelow(string path, string folder)
    {
        var beginning = folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        return path != folder && path.StartsWith(beginning, StringComparison.Ordinal);
    }

    /// <summary>A file that was named is read whatever its name.</summary>
    private static IEnumerable<TrailFile> FilesAt(string root) =>
        Directory.Exists(root) ? Below(root) : [File(new FileInfo(root))];

    private static IEnumerable<TrailFile> Below(string folder)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Opening it like a file fails too, and so the ledger says it.
            return [new TrailFile(folder, 0)];
        }
        Array.Sort(entries, (a, b) => string.CompareOrdinal(SortName(a), SortName(b)));
        return entries.SelectMany(FilesOf);
    }

    private static IEnumerable<TrailFile> FilesOf(FileSystemInfo entry)
    {
        if (entry is FileInfo file)
            return [Found(file)];
        // A link may lead back up, and the walk would not end.
        if (entry.LinkTarget is not null)
            return [new TrailFile(entry.FullName, 0) { Problem = "it is a link to a folder, which is not followed" }];
        return Below(entry.FullName);
    }

    /// <summary>Paths come in the order of their text, in which a folder's name is followed by a separator.</summary>
    private static string SortName(FileSystemInfo entry) => entry is DirectoryInfo ? entry.Name + '/' : entry.Name;

    private static TrailFile Found(FileInfo file) =>
        File(file) with
        {
            SkipReason = TrailFileNames.ReasonToSkip(file.FullName),
        };

    private static TrailFile File(FileInfo file) => new(file.FullName, file.Exists ? file.Length : 0);
}
