using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
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

    /// <summary>Somebody else may write there.</summary>
    private const int LongestName = 200;

    private readonly long began = time.GetTimestamp();
    private string? tag;
    private int writes;
    private readonly List<byte[]> unanswered = [];

    /// <summary>Whether a process of the same name took its place: two are not to take it from each other again and again.</summary>
    private bool isDisplaced;

    /// <summary>Null when this process leads; else who does.</summary>
    /// <exception cref="WatchStoreException">The store refuses or does not answer.</exception>
    public async Task<string?> Take(CancellationToken cancel)
    {
        if (tag is not null && await Write(tag, cancel))
            return null;
        var there = await store.Read(Name, cancel);
        if (tag is not null && (there is null || !unanswered.Exists(own => there.Bytes.Span.SequenceEqual(own))))
            (isDisplaced, tag) = (true, null);
        if (there is not null && there.Age < request.Lease && OtherHolder(there) is { } other)
            return other;
        return await Write(there?.Tag, cancel) ? null : "another process that began at the same time";
    }

    /// <summary>Null where it is this process, or one before it of the same name.</summary>
    private string? OtherHolder(StoredItem there)
    {
        var holder = Encoding.UTF8.GetString(there.Bytes.Span).Split('\n')[0];
        if (holder != request.Holder)
            return Shortened.Text(holder, LongestName);
        return isDisplaced ? $"another process of the name {holder}" : null;
    }

    private async Task<bool> Write(string? expected, CancellationToken cancel)
    {
        // Two writes are never the same, so that a tag names one of them: some stores make it of the content alone.
        var own = Encoding.UTF8.GetBytes($"{request.Holder}\n{time.GetUtcNow().IsoText()} {began} {++writes}");
        unanswered.Add(own);
        if (await store.Write(Name, own, expected, cancel) is not { } written)
            return false;
        (tag, isDisplaced) = (written, false);
        unanswered.Clear();
        return true;
    }
}
