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
    private readonly OwnDocument document = new(store, Name);
    private int writes;
    private bool isHeld;

    /// <summary>Whether a process of the same name took its place: two are not to take it from each other again and again.</summary>
    private bool isDisplaced;

    /// <summary>Null when this process leads; else who does.</summary>
    /// <exception cref="WatchStoreException">The store refuses or does not answer.</exception>
    public async Task<string?> Take(CancellationToken cancel)
    {
        if (isHeld && await Write(cancel))
            return null;
        (isDisplaced, isHeld) = (isDisplaced || isHeld, false);
        if (await document.Read(cancel) is { } there && there.Age < request.Lease && OtherHolder(there) is { } other)
            return other;
        return await Write(cancel) ? null : "another process that began at the same time";
    }

    /// <summary>Null where it is this process, or one before it of the same name.</summary>
    private string? OtherHolder(StoredItem there)
    {
        var holder = Encoding.UTF8.GetString(there.Bytes.Span).Split('\n')[0];
        if (holder != request.Holder)
            return Shortened.Text(holder, LongestName);
        return isDisplaced ? $"another process of the name {holder}" : null;
    }

    private async Task<bool> Write(CancellationToken cancel)
    {
        // Two writes are never the same, so that a tag names one of them: some stores make it of the content alone.
        var own = Encoding.UTF8.GetBytes($"{request.Holder}\n{time.GetUtcNow().IsoText()} {began} {++writes}");
        if (!await document.Write(own, cancel))
            return false;
        (isHeld, isDisplaced) = (true, false);
        return true;
    }
}
