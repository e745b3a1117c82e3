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
        var places = Places(sorted);
        Array.Sort(places, sorted);
        for (var (from, to) = (0, 0); from < sorted.Length; from = to)
        {
            while (to < sorted.Length && places[to] == places[from])
                to++;
            sorted.AsSpan(from, to - from).Sort((a, b) => CompareRest(a.Key, b.Key));
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(sorted);
    }

    /// <summary>
    /// Kind, action, account and Region as one number for each row, which is compared much faster than they are. A table has fewer than
    /// a million rows.
    /// </summary>
    private static long[] Places(TrailRow[] rows)
    {
        const int Bits = 20;
        var actions = Ranks(rows, k => k.Action);
        var accounts = Ranks(rows, k => k.Account);
        var regions = Ranks(rows, k => k.Region);
        long Place(TrailKey key) =>
            ((((long)key.Kind << Bits | (uint)actions[key.Action]) << Bits) | (uint)accounts[key.Account]) << Bits
            | (uint)regions[key.Region];
        return Array.ConvertAll(rows, r => Place(r.Key));
    }

    /// <summary>The place of each text among all.</summary>
    private static Dictionary<string, int> Ranks(TrailRow[] rows, Func<TrailKey, string> text) =>
        rows.Select(r => text(r.Key))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Index()
            .ToDictionary(t => t.Item, t => t.Index, StringComparer.Ordinal);

    /// <summary>Of rows at one place. No two rows have all of it in common, but for their moments.</summary>
    private static int CompareRest(TrailKey a, TrailKey b)
    {
        var order = string.CompareOrdinal(a.Principal, b.Principal);
        if (order == 0)
            order = string.CompareOrdinal(a.Service, b.Service);
        if (order == 0)
            order = string.CompareOrdinal(a.Image, b.Image);
        if (order == 0)
            // As numbers: enums would be boxed, for each of a million comparisons.
            order = (int)a.Outcome - (int)b.Outcome;
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
