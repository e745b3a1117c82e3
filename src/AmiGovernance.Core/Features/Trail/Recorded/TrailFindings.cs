using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>The answer to a question, whichever engine found it.</summary>
/// <param name="Rows">Sorted by what they are told apart by.</param>
public sealed record TrailFindings(TrailLedger Ledger, ImmutableArray<TrailRow> Rows, ImageSources Sources)
{
    /// <summary>How much later than ours the clock of what was recorded may be.</summary>
    internal static readonly TimeSpan ClocksApart = TimeSpan.FromDays(1);

    /// <summary>
    /// Without the times that are still to come: they cannot be right. Their calls count as those without a readable time do.
    /// </summary>
    public TrailFindings AsOf(DateTimeOffset now)
    {
        var end = now < DateTimeOffset.MaxValue - ClocksApart ? now + ClocksApart : DateTimeOffset.MaxValue;
        if (!Rows.Any(r => r.Last > end))
            return this;
        var rows = Rows.Select(r => r.Last > end ? Until(r, end.UtcTicks) : (Row: r, Ahead: 0)).ToList();
        return this with
        {
            Rows = [.. rows.Select(r => r.Row)],
            Ledger = Ledger with { Ahead = Ledger.Ahead + rows.Sum(r => r.Ahead) },
        };
    }

    /// <summary>A day that has only begun by then counts as a whole.</summary>
    private static (TrailRow Row, long Ahead) Until(TrailRow row, long end)
    {
        DayCount[] days = [.. row.Days.Where(d => d.First <= end)];
        var first = days.Length == 0 ? null : row.First;
        DateTimeOffset? last =
            days.Length == 0 ? null : new DateTimeOffset(Math.Min(days[^1].Last, end), TimeSpan.Zero);
        var ahead = row.Days.Count == 0 ? row.Count : row.Days.Where(d => d.First > end).Sum(d => d.Count);
        return (row with { First = first, Last = last, Days = DayCounts.InOrder(days) }, ahead);
    }

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
