using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>What a trail says about images, whichever engine read it.</summary>
public sealed record TrailReport(TrailLedger Ledger, ImmutableArray<ReportedCalls> Calls)
{
    /// <summary>What the ledger counts as files.</summary>
    public LedgerUnit Unit { get; init; } = LedgerUnit.Files;

    /// <summary>Calls that have the values of these dimensions in common, the most first.</summary>
    public ImmutableArray<TrailGroup> By(IReadOnlyList<TrailDimension> dimensions, Func<ReportedCalls, bool> which) =>
        [
            .. Calls
                .Where(which)
                .GroupBy(call => new Values([.. dimensions.Select(d => d.Of(call))]))
                .Select(g => new TrailGroup(g.Key.Items, g.Sum(c => c.Count), g.Min(c => c.First), g.Max(c => c.Last)))
                .OrderByDescending(g => g.Count)
                .ThenBy(g => string.Join('\0', g.Values), StringComparer.Ordinal),
        ];

    private readonly record struct Values(ImmutableArray<string> Items)
    {
        public bool Equals(Values other) => Items.SequenceEqual(other.Items);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var item in Items)
                hash.Add(item);
            return hash.ToHashCode();
        }
    }
}

/// <summary>Calls that have the values of some dimensions in common.</summary>
public sealed record TrailGroup(ImmutableArray<string> Values, long Count, DateTimeOffset? First, DateTimeOffset? Last);
