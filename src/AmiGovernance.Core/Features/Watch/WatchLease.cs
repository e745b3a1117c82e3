using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// Which of several processes watches: the one that holds a document of the store, as long as it writes it again in time. All times are
/// those of the store, so that no clock needs to be right. Two who lead for a moment do no harm: a deployment that another one overtakes is
/// stopped by the mark in the organization.
/// </summary>
internal sealed class WatchLease(IWatchStore store, WatchRequest request, TimeProvider time)
{
    public const string Name = "leader";

    private string? tag;
    private int writes;

    /// <summary>Null when this process leads; else who does.</summary>
    /// <exception cref="WatchStoreException">The store refuses or does not answer.</exception>
    public async Task<string?> Take(CancellationToken cancel)
    {
        // Two writes are never the same, so that a tag names one of them: some stores make it of the content alone.
        var own = Encoding.UTF8.GetBytes($"{request.Holder}\n{time.GetUtcNow().IsoText()} {++writes}");
        if (tag is not null && await store.Write(Name, own, tag, cancel) is { } renewed)
        {
            tag = renewed;
            return null;
        }
        tag = null;
        var there = await store.Read(Name, cancel);
        var holder = there is null ? request.Holder : Encoding.UTF8.GetString(there.Bytes.Span).Split('\n')[0];
        if (holder != request.Holder && there!.Age < request.Lease)
            return holder;
        tag = await store.Write(Name, own, there?.Tag, cancel);
        return tag is null ? "another process that began at the same time" : null;
    }
}
