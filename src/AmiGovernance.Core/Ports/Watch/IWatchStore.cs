using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Watch;

/// <summary>
/// Keeps what must outlive a process that watches, and decides which of several does: small documents by name, with conditional writes.
/// Every method throws <see cref="WatchStoreException"/> when the store refuses or does not answer.
/// </summary>
public interface IWatchStore
{
    /// <summary>How far its clock is ahead of the one here, by its last answer; null where it has none of its own.</summary>
    TimeSpan? Ahead { get; }

    /// <summary>Null when there is none of that name.</summary>
    /// <param name="name">Parts are divided by `/`.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<StoredItem?> Read(string name, CancellationToken cancel);

    /// <summary>Its new tag; null, and nothing is written, when somebody else wrote it meanwhile.</summary>
    /// <param name="name">The item's.</param>
    /// <param name="bytes">What it holds from now on.</param>
    /// <param name="expected">The tag that it has; null when it must not exist.</param>
    /// <param name="cancel">Ends the writing; it may have been done all the same.</param>
    Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? expected, CancellationToken cancel);

    /// <summary>Writes an item whatever was there, and returns once it is kept: what comes next must not happen without it.</summary>
    /// <param name="name">The item's.</param>
    /// <param name="bytes">What it holds from now on.</param>
    void Keep(string name, ReadOnlyMemory<byte> bytes);

    /// <summary>Nothing happens when there is none of that name.</summary>
    /// <param name="name">The item's.</param>
    /// <param name="cancel">Ends the call.</param>
    Task Delete(string name, CancellationToken cancel);

    /// <summary>In ordinal order.</summary>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<ImmutableArray<string>> List(string prefix, CancellationToken cancel);
}
