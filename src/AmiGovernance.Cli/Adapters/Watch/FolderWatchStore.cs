using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Cli.Adapters.Watch;

/// <summary>Files of a folder, for processes on one machine. A lock keeps two of them apart.</summary>
/// <param name="given">Relative to the folder of the process, where it is relative.</param>
internal sealed class FolderWatchStore(string given, TimeProvider time) : IWatchStore
{
    /// <summary>Beside the lock.</summary>
    private const string Items = "items";

    private readonly string folder = Path.GetFullPath(given);
    private readonly DiskFileStore files = new(Path.GetFullPath(given));
    private readonly DiskRunLocks locks = new(Path.GetFullPath(given));

    /// <summary>The clock is that of the machine.</summary>
    public TimeSpan? Ahead => null;

    public Task<StoredItem?> Read(string name, CancellationToken cancel) => Task.FromResult(Alone(() => Find(name)));

    public Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? expected, CancellationToken cancel) =>
        Task.FromResult(Alone(() => Find(name)?.Tag == expected ? Put(name, bytes) : null));

    public void Keep(string name, ReadOnlyMemory<byte> bytes) => Alone(() => Put(name, bytes));

    public Task Delete(string name, CancellationToken cancel)
    {
        Alone(() =>
        {
            if (files.Exists(PathOf(name)))
                files.Delete(PathOf(name));
            return name;
        });
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<string>> List(string prefix, CancellationToken cancel) =>
        Task.FromResult(
            Alone(() =>
                files
                    .List(Items)
                    .Select(path => path[(Items.Length + 1)..])
                    .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !IsHalfWritten(name))
                    .ToImmutableArray()
            )
        );

    /// <summary>What a process left that was killed while it wrote.</summary>
    private static bool IsHalfWritten(string name) => name.EndsWith(".tmp", StringComparison.Ordinal);

    private StoredItem? Find(string name)
    {
        var path = PathOf(name);
        if (!files.Exists(path))
            return null;
        var bag = new DiagnosticBag();
        if (files.Read(path, bag) is not { } source)
            throw Failed(bag);
        var written = File.GetLastWriteTimeUtc(Path.Combine(folder, path));
        return new StoredItem(source.Bytes, Tag(source.Bytes.Span, written), time.GetUtcNow() - written);
    }

    private string Put(string name, ReadOnlyMemory<byte> bytes)
    {
        var bag = new DiagnosticBag();
        var path = PathOf(name);
        if (!files.Write("", [new GeneratedFile(path, bytes)], bag))
            throw Failed(bag);
        return Tag(bytes.Span, File.GetLastWriteTimeUtc(Path.Combine(folder, path)));
    }

    private T Alone<T>(Func<T> act)
    {
        try
        {
            using var held = locks.Take(".lock", "amigov watch", out var problem);
            return held is null
                ? throw new WatchStoreException($"{folder}: {problem ?? "another process is at work"}")
                : act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UnreadableFolderException)
        {
            throw new WatchStoreException(e.Message, e);
        }
    }

    private WatchStoreException Failed(DiagnosticBag bag) => new($"{folder}: {bag.ToSorted()[0].Message}");

    private string PathOf(string name) =>
        name.Split('/').Contains("..")
            ? throw new WatchStoreException($"{name} is outside {folder}")
            : $"{Items}/{name}";

    private static string Tag(ReadOnlySpan<byte> bytes, DateTime written)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return string.Create(CultureInfo.InvariantCulture, $"{hash}-{written.Ticks}");
    }
}
