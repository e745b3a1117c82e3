using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>Everything that was saved.</summary>
/// <param name="Seen">The ids of the watched events, in the order of reading; old ones may be missing.</param>
/// <param name="Sources">What the events told of images: their owners, and what launch templates stand for.</param>
public sealed record TrailSnapshot(
    TrailLedger Ledger,
    ImmutableArray<TrailRow> Rows,
    IEnumerable<UInt128> Seen,
    ImmutableArray<(string Key, string Value)> Sources
)
{
    /// <summary>By what the last events were counted, as far as those rows are still there.</summary>
    public IEnumerable<(UInt128 Id, TrailKey Key)> Counted { get; init; } = [];
}

/// <summary>What came in since the last time.</summary>
/// <param name="Ledger">As a whole, without what concerns the files of one run only.</param>
/// <param name="Rows">The rows that changed, with their new counts.</param>
public sealed record TrailProgress(
    string Question,
    TrailLedger Ledger,
    ImmutableArray<TrailFile> Files,
    ImmutableArray<TrailRow> Rows,
    ImmutableArray<UInt128> Seen,
    IReadOnlyList<(string Key, string Value)> Sources
)
{
    /// <summary>By what the last events were counted, all that is known; in the order of reading.</summary>
    public ImmutableArray<(UInt128 Id, TrailKey Key)> Counted { get; init; } = [];

    /// <summary>Rows that are not there any more; one that is among <see cref="Rows"/> too is there again.</summary>
    public ImmutableArray<TrailKey> Gone { get; init; } = [];
}
