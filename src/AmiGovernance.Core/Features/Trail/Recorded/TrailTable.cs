using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// The calls, counted by what they are told apart by. A call on several images counts once for each. Memory is bounded: when there
/// are too many different rows, further ones are counted without image, then without caller, and the ledger says so.
/// </summary>
/// <param name="boundaries">
/// Moments at which the answer to a question may change; calls before and after one are counted apart. Sorted.
/// </param>
/// <param name="exceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
public sealed class TrailTable(ImmutableArray<DateTimeOffset> boundaries, string? exceptionMessage)
{
    /// <summary>Of the details that are left out when there are too many rows.</summary>
    public const string Other = "(other)";

    /// <summary>About 500 bytes each.</summary>
    private const int MostRows = 200_000;

    /// <summary>
    /// Further rows that are told apart by their moments. With more, moments become longer, as long as it takes.
    /// </summary>
    private const int MostMoments = 50_000;

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

    private readonly Dictionary<TrailKey, TrailRow> rows = [];
    private readonly HashSet<TrailKey> changed = [];
    private readonly HashSet<TrailKey> gone = [];
    private int moments;

    public int Count => rows.Count;

    public long Folded { get; private set; }

    /// <summary>How long moments are: 0 for seconds, then hours, then days, then none.</summary>
    public int Grain { get; private set; }

    /// <summary>In no order.</summary>
    public IEnumerable<TrailRow> Rows => rows.Values;

    /// <summary>Rows that changed since this was asked last.</summary>
    public ImmutableArray<TrailRow> TakeChanged()
    {
        ImmutableArray<TrailRow> taken = [.. changed.Select(k => rows[k])];
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
            rows[row.Key] = row;
        moments = rows.Keys.Count(k => k.Moment is not null);
        (Folded, Grain) = (folded, grain);
    }

    /// <summary>The keys of the rows in which the call was counted.</summary>
    public ImmutableArray<TrailKey> Add(TrailEvent call, WatchedCall watched)
    {
        var keys = KeysOf(call, watched);
        return [.. keys.Select(key => Add(new TrailRow(key, 1, call.Time, call.Time)))];
    }

    /// <summary>Takes a call back; false when its row is not there any more, or was put together with others.</summary>
    public bool Remove(TrailKey key)
    {
        if (!rows.TryGetValue(key, out var row))
        {
            key = key with { Moment = key.Moment is null ? null : Moment(key.Moment) };
            if (!rows.TryGetValue(key, out row))
                return false;
        }
        if (row.Count > 1)
        {
            rows[key] = row with { Count = row.Count - 1 };
            changed.Add(key);
            return true;
        }
        rows.Remove(key);
        changed.Remove(key);
        gone.Add(key);
        if (key.Moment is not null)
            moments--;
        return true;
    }

    private ImmutableArray<TrailKey> KeysOf(TrailEvent call, WatchedCall watched)
    {
        var (outcome, deniedBy) = CallOutcomes.Of(call.ErrorCode, call.ErrorMessage, exceptionMessage);
        var key = new TrailKey
        {
            Kind = watched.Kind,
            Action = watched.Action,
            Account = call.Account,
            Region = call.Region,
            Principal = call.Principal,
            Service = call.Service,
            Image = "",
            Outcome = call.IsPartial ? CallOutcome.Partial : outcome,
            ErrorCode = call.ErrorCode,
            DeniedBy = deniedBy,
            Detail = call.Detail,
            Period = Period(call.Time),
        };
        return call.Images.IsEmpty ? [key] : [.. call.Images.Select(image => OfImage(key, image, call.Time))];
    }

    private TrailKey OfImage(TrailKey key, string image, DateTimeOffset? time)
    {
        var moves = key.Kind == CallKind.Launch && LaunchedTemplate.Parse(image) is { Moves: true };
        return key with { Image = image, Moment = moves ? Moment(time) : null };
    }

    /// <summary>Calls that somebody else has counted; the key of the row in which they are now.</summary>
    public TrailKey Add(TrailRow counted)
    {
        var key = counted.Key;
        if (!rows.TryGetValue(key, out var row))
        {
            var isTimed = key.Moment is not null;
            if (isTimed && moments >= MostMoments && Grains[Grain] > 0)
            {
                Coarsen();
                return Add(counted with { Key = key with { Moment = Moment(key.Moment) } });
            }
            if (isTimed && moments < MostMoments)
                moments++;
            else if (rows.Count - moments >= MostRows)
                key = Fold(key, counted.Count);
            row = rows.GetValueOrDefault(key) ?? new TrailRow(key, 0, null, null);
        }
        rows[key] = row.Plus(counted.Count, counted.First, counted.Last);
        changed.Add(key);
        // The one that is kept, so that nothing keeps another that is equal.
        return row.Key;
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
        var timed = rows.Values.Where(r => r.Key.Moment is { } moment && moment != TrailKey.NoTime).ToList();
        foreach (var row in timed)
        {
            rows.Remove(row.Key);
            changed.Remove(row.Key);
            gone.Add(row.Key);
        }
        moments -= timed.Count;
        foreach (var row in timed)
            Add(row with { Key = row.Key with { Moment = Moment(row.Key.Moment) } });
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
