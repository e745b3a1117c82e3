using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>The state of triage as a whole, for the gates of a promotion.</summary>
/// <param name="Entries">By finding, in ordinal order.</param>
public sealed record Triage(IReadOnlyList<TriageEntry> Entries)
{
    public static readonly Triage Empty = new([]);

    /// <summary>Files with mistakes, whose entries are missing.</summary>
    public ImmutableArray<string> NotRead { get; init; } = [];

    /// <summary>
    /// Violations, and legitimate workloads without their exception or their way to approved images: they stop
    /// enforcement.
    /// </summary>
    public IEnumerable<TriageEntry> Open => Entries.Where(e => e.State == TriageState.Open);

    public IEnumerable<TriageEntry> Closed => Entries.Where(e => e.State == TriageState.Closed);

    public TriageEntry? Find(string finding) => Entries.FirstOrDefault(e => e.Finding == finding);
}
