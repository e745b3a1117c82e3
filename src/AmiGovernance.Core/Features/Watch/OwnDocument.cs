using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// A document of the store that processes take turns to write. A write whose answer was lost may have been done: what lies there then is
/// this process's own.
/// </summary>
internal sealed class OwnDocument(IWatchStore store, string name)
{
    private readonly List<byte[]> unanswered = [];
    private string? tag;

    /// <summary>What lies there, which the next write may replace; null for nothing.</summary>
    /// <exception cref="WatchStoreException">The store refuses or does not answer.</exception>
    public async Task<StoredItem?> Read(CancellationToken cancel)
    {
        var there = await store.Read(name, cancel);
        Take(there?.Tag);
        return there;
    }

    /// <summary>False when another process has written there since.</summary>
    /// <exception cref="WatchStoreException">The store refuses or does not answer.</exception>
    public async Task<bool> Write(byte[] bytes, CancellationToken cancel)
    {
        try
        {
            Take(await store.Write(name, bytes, tag, cancel) ?? await WriteOverOwn(bytes, cancel));
            return tag is not null;
        }
        catch (WatchStoreException)
        {
            unanswered.Add(bytes);
            throw;
        }
    }

    private async Task<string?> WriteOverOwn(byte[] bytes, CancellationToken cancel)
    {
        if (unanswered.Count == 0)
            return null;
        var there = await store.Read(name, cancel);
        return there is not null && unanswered.Exists(own => there.Bytes.Span.SequenceEqual(own))
            ? await store.Write(name, bytes, there.Tag, cancel)
            : null;
    }

    private void Take(string? now)
    {
        tag = now;
        unanswered.Clear();
    }
}
