using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>The answer to a question, whichever engine found it.</summary>
/// <param name="Rows">Sorted by what they are told apart by.</param>
public sealed record TrailFindings(TrailLedger Ledger, ImmutableArray<TrailRow> Rows, ImageSources Sources)
{
    internal static ImmutableArray<TrailRow> Sort(IEnumerable<TrailRow> rows)
    {
        var sorted = rows.ToArray();
        Array.Sort(sorted, (a, b) => Compare(a.Key, b.Key));
        return ImmutableCollectionsMarshal.AsImmutableArray(sorted);
    }

    /// <summary>No two rows have all of it in common, but for their moments.</summary>
    private static int Compare(TrailKey a, TrailKey b)
    {
        var order = a.Kind.CompareTo(b.Kind);
        if (order == 0)
            order = string.CompareOrdinal(a.Action, b.Action);
        if (order == 0)
            order = string.CompareOrdinal(a.Account, b.Account);
        if (order == 0)
            order = string.CompareOrdinal(a.Region, b.Region);
        if (order == 0)
            order = string.CompareOrdinal(a.Principal, b.Principal);
        if (order == 0)
            order = string.CompareOrdinal(a.Service, b.Service);
        if (order == 0)
            order = string.CompareOrdinal(a.Image, b.Image);
        if (order == 0)
            order = a.Outcome.CompareTo(b.Outcome);
        if (order == 0)
            order = string.CompareOrdinal(a.ErrorCode, b.ErrorCode);
        if (order == 0)
            order = string.CompareOrdinal(a.DeniedBy, b.DeniedBy);
        if (order == 0)
            order = string.CompareOrdinal(a.Detail, b.Detail);
        if (order == 0)
            order = a.Period.CompareTo(b.Period);
        return order == 0 ? Nullable.Compare(a.Moment, b.Moment) : order;
    }
}
