using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>The store's clock is right, as each of its answers tells.</summary>
internal sealed class SkewedStore(InMemoryWatchStore inner, Func<TimeSpan> ahead) : IWatchStore
{
    public TimeSpan? Ahead { get; private set; }

    private InMemoryWatchStore Answer()
    {
        Ahead = ahead();
        return inner;
    }

    public Task<StoredItem?> Read(string name, CancellationToken cancel) => Answer().Read(name, cancel);

    public Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? expected, CancellationToken cancel) =>
        Answer().Write(name, bytes, expected, cancel);

    public void Keep(string name, ReadOnlyMemory<byte> bytes) => Answer().Keep(name, bytes);

    public Task Delete(string name, CancellationToken cancel) => Answer().Delete(name, cancel);

    public Task<ImmutableArray<string>> List(string prefix, CancellationToken cancel) => Answer().List(prefix, cancel);
}
