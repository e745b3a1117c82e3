using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Trail;

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
