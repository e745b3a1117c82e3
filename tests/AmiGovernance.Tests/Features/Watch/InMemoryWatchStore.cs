using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>A store with a clock of its own.</summary>
internal sealed class InMemoryWatchStore(Func<DateTimeOffset> now) : IWatchStore
{
    private readonly SortedDictionary<string, (byte[] Bytes, int Version, DateTimeOffset At)> items = new(
        StringComparer.Ordinal
    );

    private int versions;

    public TimeSpan? Ahead { get; set; }

    public IEnumerable<string> Names => items.Keys;

    public byte[]? Bytes(string name) => items.TryGetValue(name, out var item) ? item.Bytes : null;

    public Task<StoredItem?> Read(string name, CancellationToken cancel) =>
        Task.FromResult(
            items.TryGetValue(name, out var item)
                ? new StoredItem(item.Bytes, Tag(item.Version), now() - item.At)
                : null
        );

    public Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? expected, CancellationToken cancel)
    {
        var there = items.TryGetValue(name, out var item) ? Tag(item.Version) : null;
        if (there != expected)
            return Task.FromResult<string?>(null);
        Keep(name, bytes);
        return Task.FromResult<string?>(Tag(versions));
    }

    public void Keep(string name, ReadOnlyMemory<byte> bytes) => items[name] = (bytes.ToArray(), ++versions, now());

    public Task Delete(string name, CancellationToken cancel)
    {
        items.Remove(name);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<string>> List(string prefix, CancellationToken cancel) =>
        Task.FromResult(items.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).ToImmutableArray());

    private static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);
}
