using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>The store's clock is right.</summary>
internal sealed class SkewedStore(InMemoryWatchStore inner, Func<TimeSpan> ahead) : IWatchStore
{
    public TimeSpan? Ahead => ahead();

    public Task<StoredItem?> Read(string name, CancellationToken cancel) => inner.Read(name, cancel);

    public Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? expected, CancellationToken cancel) =>
        inner.Write(name, bytes, expected, cancel);

    public void Keep(string name, ReadOnlyMemory<byte> bytes) => inner.Keep(name, bytes);

    public Task Delete(string name, CancellationToken cancel) => inner.Delete(name, cancel);

    public Task<ImmutableArray<string>> List(string prefix, CancellationToken cancel) => inner.List(prefix, cancel);
}
