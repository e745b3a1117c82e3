using System.Collections;
using System.Globalization;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>The calls of one day.</summary>
/// <param name="First">In ticks, UTC; of the same day as <paramref name="Last"/>.</param>
/// <param name="Last">In ticks, UTC.</param>
public readonly record struct DayCount(long First, long Last, long Count)
{
    public static DayCount Of(DateTimeOffset time, long count) => new(time.UtcTicks, time.UtcTicks, count);

    /// <summary>In UTC.</summary>
    public DateOnly Day => DateOnly.FromDateTime(new DateTime(First, DateTimeKind.Utc));

    /// <summary>Days since the year 1.</summary>
    internal int Number => (int)(First / TimeSpan.TicksPerDay);

    internal DayCount Plus(DayCount other) =>
        new(Math.Min(First, other.First), Math.Max(Last, other.Last), Count + other.Count);
}

/// <summary>
/// The calls by day, in the order of the days. Calls without a readable time are on none, and of a trail with very many days further ones
/// are not told.
/// </summary>
public sealed class DayCounts : IReadOnlyList<DayCount>, IEquatable<DayCounts>
{
    public static readonly DayCounts None = new([]);

    private readonly DayCount[] days;

    private DayCounts(DayCount[] days) => this.days = days;

    public int Count => days.Length;

    public DayCount this[int index] => days[index];

    /// <param name="days">In the order of the days, each once.</param>
    public static DayCounts InOrder(params ReadOnlySpan<DayCount> days) => days.IsEmpty ? None : new(days.ToArray());

    public bool Equals(DayCounts? other) => other is not null && days.AsSpan().SequenceEqual(other.days);

    public override bool Equals(object? obj) => Equals(obj as DayCounts);

    public override int GetHashCode() => days.Length == 0 ? 0 : HashCode.Combine(days.Length, days[0], days[^1]);

    public override string ToString() =>
        string.Join(' ', days.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Day:o}:{d.Count}")));

    public IEnumerator<DayCount> GetEnumerator() => ((IEnumerable<DayCount>)days).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
