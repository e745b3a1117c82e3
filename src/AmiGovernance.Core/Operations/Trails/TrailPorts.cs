using System.Collections.Immutable;
using AmiGovernance.Core.Trail;

namespace AmiGovernance.Core.Operations.Trails;

/// <param name="Name">With its folders; unique within a source.</param>
/// <param name="Size">In bytes, as stored.</param>
public sealed record TrailFile(string Name, long Size)
{
    /// <summary>Tells one content from another of the same size, as an ETag does; empty where nothing does.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether events are added to it, as to an account's event history: it is read again, for what came since.</summary>
    public bool Grows { get; init; }

    /// <summary>Of a file that grows, as it was when it was read last; null when it was not.</summary>
    public TrailFile? Before { get; init; }

    /// <summary>Why it cannot be read; null where nothing is known against it.</summary>
    public string? Problem { get; init; }

    /// <summary>Why the file is left out (<see cref="TrailFileNames.ReasonToSkip"/>); null for one that is to be read, as each is that the user named.</summary>
    public string? SkipReason { get; init; }
}

/// <summary>Where trail files lie: folders, or the objects of a bucket.</summary>
public interface ITrailSource
{
    /// <summary>
    /// How many files are worth reading at the same time: the cores where the disk is fast, more where each file is waited for.
    /// </summary>
    int Concurrency { get; }

    /// <summary>Each file once, always in the same order, without holding all names.</summary>
    IAsyncEnumerable<TrailFile> List(CancellationToken cancel);

    /// <summary>The file from its beginning, to be read by one thread. Throws <see cref="IOException"/> or <see cref="AwsException"/> when it cannot be had.</summary>
    Stream Open(TrailFile file, CancellationToken cancel);
}

/// <summary>What a run keeps, so that another can go on after it. All that is handed over at once becomes true at once, or not at all.</summary>
public interface ITrailState : IDisposable
{
    /// <summary>What was asked when it was saved; an answer to another question cannot be gone on with. Null when nothing was saved yet.</summary>
    string? Question { get; }

    /// <summary>Null when nothing was saved yet.</summary>
    TrailSnapshot? Load();

    /// <summary>The file as it was when it was read; null when it was not.</summary>
    TrailFile? WhenRead(string name);

    /// <summary>Throws <see cref="IOException"/> when it cannot be kept; nothing has changed then.</summary>
    void Save(TrailProgress progress);
}

/// <summary>Everything that was saved.</summary>
/// <param name="Seen">The ids of the watched events, in the order of reading; old ones may be missing.</param>
public sealed record TrailSnapshot(
    TrailLedger Ledger,
    ImmutableArray<TrailRow> Rows,
    IEnumerable<UInt128> Seen,
    ImmutableArray<(string Key, string Value)> Sources
);

/// <summary>What came in since the last time.</summary>
/// <param name="Rows">The rows that changed, with their new counts.</param>
/// <param name="Ledger">As a whole, without what concerns the files of one run only.</param>
public sealed record TrailProgress(
    string Question,
    TrailLedger Ledger,
    ImmutableArray<TrailFile> Files,
    ImmutableArray<TrailRow> Rows,
    ImmutableArray<UInt128> Seen,
    IReadOnlyList<(string Key, string Value)> Sources
)
{
    /// <summary>Rows that are not there any more; one that is among <see cref="Rows"/> too is there again.</summary>
    public ImmutableArray<TrailKey> Gone { get; init; } = [];
}
