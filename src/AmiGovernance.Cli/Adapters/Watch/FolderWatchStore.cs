using System.Collections.Immutable;
using System.Security.Cryptography;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Cli.Adapters.Watch;

/// <summary>Files of a folder, for processes on one machine. A lock keeps two of them apart.</summary>
internal sealed class FolderWatchStore(string folder, TimeProvider time) : IWatchStore
{
    private const string LockName = ".lock";

    /// <summary>The clock is that of the machine.</summary>
    public TimeSpan? Ahead => null;

    public Task<StoredItem?> Read(string name, CancellationToken cancel) =>
        Task.FromResult(
            Alone(() =>
            {
                var path = PathOf(name);
                if (!File.Exists(path))
                    return null;
                var bytes = File.ReadAllBytes(path);
                return new StoredItem(bytes, Tag(bytes), time.GetUtcNow() - File.GetLastWriteTimeUtc(path));
            })
        );

    public Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? expected, CancellationToken cancel) =>
        Task.FromResult(
            Alone(() =>
            {
                var path = PathOf(name);
                var there = File.Exists(path) ? Tag(File.ReadAllBytes(path)) : null;
                if (there != expected)
                    return null;
                Put(path, bytes);
                return Tag(bytes.Span);
            })
        );

    public void Keep(string name, ReadOnlyMemory<byte> bytes) =>
        Alone(() =>
        {
            Put(PathOf(name), bytes);
            return true;
        });

    public Task Delete(string name, CancellationToken cancel)
    {
        Alone(() =>
        {
            File.Delete(PathOf(name));
            return true;
        });
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<string>> List(string prefix, CancellationToken cancel) =>
        Task.FromResult(
            Alone(() =>
                Directory
                    .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                    .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !IsOurs(name))
                    .Order(StringComparer.Ordinal)
                    .ToImmutableArray()
            )
        );

    private static bool IsOurs(string name) => name == LockName || name.EndsWith(".new", StringComparison.Ordinal);

    /// <summary>A killed process leaves the old file or the new one, and nothing between.</summary>
    private static void Put(string path, ReadOnlyMemory<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = new FileStream($"{path}.new", FileMode.Create))
        {
            file.Write(bytes.Span);
            file.Flush(flushToDisk: true);
        }
        File.Move($"{path}.new", path, overwrite: true);
    }

    private T Alone<T>(Func<T> act)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var held = new FileStream(
                Path.Combine(folder, LockName),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WatchStoreException(e.Message, e);
        }
    }

    private string PathOf(string name)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        var inside = path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return inside ? path : throw new WatchStoreException($"{name} is outside {folder}");
    }

    private static string Tag(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
