using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// The calls, counted by what they are told apart by. A call on several images counts once for each. Memory is bounded: when there
/// are too many different rows, further ones are counted without image, then without caller, and the ledger says so; as it does of calls
/// whose day is not kept.
/// </summary>
/// <param name="boundaries">
/// Moments at which the answer to a question may change; calls before and after one are counted apart. Sorted.
/// </param>
/// <param name="exceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
/// <param name="noteChanges">Whether anybody will ask which rows changed.</param>
public sealed class TrailTable(
    ImmutableArray<DateTimeOffset> boundaries,
    string? exceptionMessage,
    bool noteChanges = false
)
{
    /// <summary>Of the details that are left out when there are too many rows.</summary>
    public const string Other = "(other)";

    /// <summary>About 500 bytes each.</summary>
    private const int MostRows = 200_000;

    /// <summary>
    /// Further rows that are told apart by their moments. With more, moments become longer, as long as it takes.
    /// </summary>
    private const int MostMoments = 50_000;

    /// <summary>Of all rows together, 24 bytes each; each row has room for one.</summary>
    private const int MostDays = 1_500_000;

    /// <summary>The lengths of a moment in ticks; zero stands for no moments at all.</summary>
    private static readonly ImmutableArray<long> Grains =
    [
        TimeSpan.TicksPerSecond,
        TimeSpan.TicksPerHour,
        TimeSpan.TicksPerDay,
        0,
    ];

    /// <summary>The greatest value of <see cref="Grain"/>.</summary>
    public static int LongestGrain => Grains.Length - 1;

    private readonly Dictionary<TrailKey, CallTally> rows = [];
    private readonly HashSet<TrailKey> changed = [];
    private readonly HashSet<TrailKey> gone = [];
    private int moments;
    private int days;

    public int Count => rows.Count;

    public long Folded { get; private set; }

    /// <summary>How long moments are: 0 for seconds, then hours, then days, then none.</summary>
    public int Grain { get; private set; }

    /// <summary>In no order.</summary>
    public IEnumerable<TrailRow> Rows => rows.Values.Select(r => r.ToRow());

    /// <summary>Rows that changed since this was asked last.</summary>
    public ImmutableArray<TrailRow> TakeChanged()
    {
        ImmutableArray<TrailRow> taken = [.. changed.Select(k => rows[k].ToRow())];
        changed.Clear();
        return taken;
    }

    /// <summary>Rows that are there no more since this was asked last.</summary>
    public ImmutableArray<TrailKey> TakeGone()
    {
        ImmutableArray<TrailKey> taken = [.. gone];
        gone.Clear();
        return taken;
    }

    public void Load(IEnumerable<TrailRow> saved, long folded, int grain)
    {
        foreach (var row in saved)
        {
            var tally = new CallTally(row.Key);
            tally.Add(row);
            rows[row.Key] = tally;
            days += tally.Days;
        }
        moments = rows.Keys.Count(k => k.Moment is not null);
        (Folded, Grain) = (folded, grain);
    }

    /// <summary>What a call counts as: one key for each image, or one for none.</summary>
    public TrailKey[] Keys(TrailEvent call, WatchedCall watched)
    {
        var (outcome, deniedBy) = CallOutcomes.Of(call.ErrorCode, call.ErrorMessage, exceptionMessage);
        var key = new TrailKey
        {
            Kind = watched.Kind,
            Action = watched.Action,
            Account = call.Account,
            Region = call.Region,
            Principal = SessionArn.WithoutName(call.Session ?? "") ?? call.Principal,
            Service = call.Service,
            Image = call.Images.IsEmpty ? "" : call.Images[0],
            Outcome = call.IsPartial ? CallOutcome.Partial : outcome,
            ErrorCode = call.ErrorCode,
            DeniedBy = deniedBy,
            Detail = call.Detail,
            Period = Period(call.Time),
        };
        if (!call.OtherImages.IsEmpty)
            return Parts(key with { Outcome = outcome }, call);
        return call.Images.Length <= 1 ? [key] : [.. call.Images.Select(image => key with { Image = image })];
    }

    /// <summary>What was refused, and beside it what was launched, or may have been.</summary>
    private static TrailKey[] Parts(TrailKey refused, TrailEvent call)
    {
        var other = refused with { Outcome = CallOutcome.Partial, ErrorCode = "", DeniedBy = "" };
        return
        [
            .. call.Images.Select(image => refused with { Image = image }),
            .. call.OtherImages.Select(image => other with { Image = image }),
        ];
    }

    /// <summary>One call; the key of the row in which it was counted.</summary>
    /// <param name="key">One of <see cref="Keys"/>.</param>
    /// <param name="time">Of the call; null when it is not readable.</param>
    public TrailKey Add(TrailKey key, DateTimeOffset? time)
    {
        if (key.Kind == CallKind.Launch && LaunchedTemplate.Parse(key.Image) is { Moves: true })
            key = key with { Moment = Moment(time) };
        var tally = Tally(ref key, 1);
        var before = tally.Days;
        if (!tally.Add(time, DaysFor(tally)))
            Folded++;
        days += tally.Days - before;
        // The one that is kept, so that nothing keeps another that is equal.
        return tally.Key;
    }

    /// <summary>Takes a call back; false when its row is not there any more, or was put together with others.</summary>
    /// <param name="key">What <see cref="Add(TrailKey, DateTimeOffset?)"/> gave.</param>
    /// <param name="time">Of the call.</param>
    public bool Remove(TrailKey key, DateTimeOffset? time)
    {
        if (!rows.TryGetValue(key, out var tally))
        {
            key = key with { Moment = key.Moment is null ? null : Moment(key.Moment) };
            if (!rows.TryGetValue(key, out tally))
                return false;
        }
        var before = tally.Days;
        tally.Remove(time);
        days += tally.Days - before;
        if (noteChanges)
            changed.Add(key);
        if (!tally.IsEmpty)
            return true;
        rows.Remove(key);
        changed.Remove(key);
        days -= tally.Days;
        if (noteChanges)
            gone.Add(key);
        if (key.Moment is not null)
            moments--;
        return true;
    }

    private void Add(TrailKey key, TrailRow counted)
    {
        var tally = Tally(ref key, counted.Count);
        var before = tally.Days;
        tally.Add(counted);
        days += tally.Days - before;
    }

    private int DaysFor(CallTally tally) => days < MostDays ? int.MaxValue : Math.Max(1, tally.Days);

    /// <summary>Of the row, or of the one that stands for it when there are too many.</summary>
    private CallTally Tally(ref TrailKey key, long count)
    {
        if (key.Moment is not null || rows.Count - moments >= MostRows)
            key = Bounded(key, count);
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out _);
        tally ??= new CallTally(key);
        if (noteChanges)
            changed.Add(key);
        return tally;
    }

    private TrailKey Bounded(TrailKey key, long count)
    {
        if (rows.ContainsKey(key))
            return key;
        var isTimed = key.Moment is not null;
        if (isTimed && moments >= MostMoments && Grains[Grain] > 0)
        {
            Coarsen();
            return Bounded(key with { Moment = Moment(key.Moment) }, count);
        }
        if (isTimed && moments < MostMoments)
        {
            moments++;
            return key;
        }
        return rows.Count - moments >= MostRows ? Fold(key, count) : key;
    }

    /// <summary>Less detailed the more rows there are already.</summary>
    private TrailKey Fold(TrailKey key, long count)
    {
        Folded += count;
        var untimed = rows.Count - moments;
        key = key with { Image = Masked(key.Image), Detail = Masked(key.Detail), Moment = null };
        if (untimed >= MostRows * 5 / 4)
            key = key with { Principal = Other, ErrorCode = Masked(key.ErrorCode) };
        if (untimed >= MostRows * 3 / 2)
            key = key with { Account = Other, Region = Other, Service = Masked(key.Service) };
        return key;

        static string Masked(string detail) => detail.Length > 0 ? Other : "";
    }

    /// <summary>
    /// Longer moments for all that have one. How long they are in the end depends on the calls alone, not on their order: there are ever
    /// more moments the more calls are read, and never more of the longer ones.
    /// </summary>
    private void Coarsen()
    {
        Grain++;
        var timed = Rows.Where(r => r.Key.Moment is { } moment && moment != TrailKey.NoTime).ToList();
        foreach (var row in timed)
        {
            rows.Remove(row.Key);
            days -= row.Days.Count;
            changed.Remove(row.Key);
            if (noteChanges)
                gone.Add(row.Key);
        }
        moments -= timed.Count;
        foreach (var row in timed)
            Add(row.Key with { Moment = Moment(row.Key.Moment) }, row);
    }

    private DateTimeOffset? Moment(DateTimeOffset? time)
    {
        if (time is not { } at || at == TrailKey.NoTime)
            return TrailKey.NoTime;
        var length = Grains[Grain];
        return length == 0 ? null : new DateTimeOffset(at.UtcTicks / length * length, TimeSpan.Zero);
    }

    /// <summary>A call without a time is taken to be the oldest.</summary>
    private int Period(DateTimeOffset? time)
    {
        var period = 0;
        while (time is { } at && period < boundaries.Length && at >= boundaries[period])
            period++;
        return period;
    }
}
