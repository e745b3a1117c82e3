using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// The count of a row while calls are being read. Most rows have calls of one day only: then there is no list of days.
/// </summary>
internal sealed class CallTally(TrailKey key)
{
    private long count;

    /// <summary>In ticks; zero, as <see cref="last"/>, while no call had a readable time.</summary>
    private long first;

    private long last;

    /// <summary>Of the calls whose day is told.</summary>
    private long dated;

    /// <summary>Null while there is one day at most.</summary>
    private DayCount[]? list;

    private int listed;

    /// <summary>Days that are told.</summary>
    public int Days => list is null ? Math.Sign(dated) : listed;

    public TrailKey Key => key;

    public TrailRow ToRow() => new(key, count, Time(first), Time(last)) { Days = ToDays() };

    /// <summary>All that somebody else has counted.</summary>
    public void Add(TrailRow row)
    {
        count += row.Count;
        foreach (var day in row.Days)
            TryAdd(day, int.MaxValue);
        Widen(row.First);
        Widen(row.Last);
    }

    /// <summary>One call. False when its day is not told, for it would be one too many.</summary>
    /// <param name="time">Null when it is not readable.</param>
    /// <param name="mostDays">That this row may have.</param>
    public bool Add(DateTimeOffset? time, int mostDays)
    {
        count++;
        if (time is not { } at)
            return true;
        var isTold = TryAdd(DayCount.Of(at, 1), mostDays);
        Widen(at);
        return isTold;
    }

    public bool IsEmpty => count <= 0;

    /// <summary>A call that was added; the first and the last stay as they were.</summary>
    /// <param name="time">Null when it is not readable.</param>
    public void Remove(DateTimeOffset? time)
    {
        count--;
        if (time is not { } at || dated == 0)
            return;
        dated--;
        if (list is null)
            return;
        var place = Find(DayCount.Of(at, 1).Number);
        place = place < 0 ? listed - 1 : place;
        list[place] = list[place] with { Count = list[place].Count - 1 };
        if (list[place].Count > 0)
            return;
        Array.Copy(list, place + 1, list, place, listed - place - 1);
        listed--;
    }

    private DayCounts ToDays()
    {
        if (list is not null)
            return DayCounts.InOrder(list.AsSpan(0, listed));
        return dated == 0 ? DayCounts.None : DayCounts.InOrder(new DayCount(first, last, dated));
    }

    private void Widen(DateTimeOffset? time)
    {
        if (time is not { UtcTicks: var ticks })
            return;
        if (dated > 0 && !IsSameDay(ticks))
            ListDays();
        first = HasNoTime ? ticks : Math.Min(first, ticks);
        last = Math.Max(last, ticks);
    }

    private bool TryAdd(DayCount day, int mostDays)
    {
        if (list is null && (HasNoTime || dated > 0 && IsSameDay(day.First)))
        {
            Widen(new DateTimeOffset(day.First, TimeSpan.Zero));
            Widen(new DateTimeOffset(day.Last, TimeSpan.Zero));
            dated += day.Count;
            return true;
        }
        ListDays();
        if (!TryPlace(day, mostDays))
            return false;
        dated += day.Count;
        return true;
    }

    private bool HasNoTime => first == 0 && last == 0;

    private bool IsSameDay(long ticks) => ticks / TimeSpan.TicksPerDay == first / TimeSpan.TicksPerDay;

    private void ListDays()
    {
        if (list is not null)
            return;
        list = dated > 0 ? [new DayCount(first, last, dated)] : [];
        listed = list.Length;
    }

    private bool TryPlace(DayCount day, int mostDays)
    {
        var place = Find(day.Number);
        if (place >= 0)
        {
            list![place] = list[place].Plus(day);
            return true;
        }
        if (listed >= mostDays)
            return false;
        if (listed == list!.Length)
            Array.Resize(ref list, Math.Max(2, listed * 2));
        place = ~place;
        Array.Copy(list, place, list, place + 1, listed - place);
        list[place] = day;
        listed++;
        return true;
    }

    /// <summary>
    /// Where the day is, or the complement of where it belongs. Trails are read day by day: nearly always it is the last.
    /// </summary>
    private int Find(int number)
    {
        if (listed > 0 && list![listed - 1].Number <= number)
            return list[listed - 1].Number == number ? listed - 1 : ~listed;
        return list.AsSpan(0, listed).BinarySearch(new OnDay(number));
    }

    private readonly record struct OnDay(int Number) : IComparable<DayCount>
    {
        public int CompareTo(DayCount other) => Number.CompareTo(other.Number);
    }

    private DateTimeOffset? Time(long ticks) => HasNoTime ? null : new(ticks, TimeSpan.Zero);
}
