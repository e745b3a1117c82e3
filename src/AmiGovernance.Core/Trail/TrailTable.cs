using System.Collections.Immutable;

namespace AmiGovernance.Core.Trail;

/// <summary>What calls are told apart by.</summary>
public sealed record TrailKey
{
    public required CallKind Kind { get; init; }

    /// <summary>Such as `ec2:RunInstances`.</summary>
    public required string Action { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Principal { get; init; }

    public string Service { get; init; } = "";

    /// <summary>The image's id, a reference to a launch template (<see cref="CallImages.TemplateReference"/>), or empty when the record tells neither.</summary>
    public required string Image { get; init; }

    public CallOutcome Outcome { get; init; }

    public string ErrorCode { get; init; } = "";

    public string DeniedBy { get; init; } = "";

    public string Detail { get; init; } = "";

    /// <summary>Between which of the boundaries the calls happened, counted from 0; see <see cref="TrailTable"/>.</summary>
    public int Period { get; init; }
}

/// <param name="First">Null when none of the calls had a readable time.</param>
public sealed record TrailRow(TrailKey Key, long Count, DateTimeOffset? First, DateTimeOffset? Last)
{
    public TrailRow Plus(long count, DateTimeOffset? first, DateTimeOffset? last) => this with
    {
        Count = Count + count,
        First = First is { } a && first is { } b ? (a < b ? a : b) : First ?? first,
        Last = Last is { } c && last is { } d ? (c > d ? c : d) : Last ?? last,
    };
}

/// <summary>
/// The calls, counted by what they are told apart by. A call on several images counts once for each. Memory is bounded: when there
/// are too many different rows, further ones are counted without image, then without caller, and the ledger says so.
/// </summary>
/// <param name="boundaries">Moments at which the answer to a question may change; calls before and after one are counted apart. Sorted.</param>
/// <param name="exceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
public sealed class TrailTable(ImmutableArray<DateTimeOffset> boundaries, string? exceptionMessage)
{
    /// <summary>Of the details that are left out when there are too many rows.</summary>
    public const string Other = "(other)";

    /// <summary>About 500 bytes each.</summary>
    private const int MostRows = 200_000;

    private readonly Dictionary<TrailKey, TrailRow> rows = [];
    private readonly HashSet<TrailKey> changed = [];

    public int Count => rows.Count;

    public long Folded { get; private set; }

    /// <summary>In no order.</summary>
    public IEnumerable<TrailRow> Rows => rows.Values;

    /// <summary>Rows that changed since this was asked last.</summary>
    public ImmutableArray<TrailRow> TakeChanged()
    {
        ImmutableArray<TrailRow> taken = [.. changed.Select(k => rows[k])];
        changed.Clear();
        return taken;
    }

    public void Load(IEnumerable<TrailRow> saved, long folded)
    {
        foreach (var row in saved) rows[row.Key] = row;
        Folded = folded;
    }

    public void Add(TrailEvent call, WatchedCall watched)
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
            Outcome = outcome,
            ErrorCode = call.ErrorCode,
            DeniedBy = deniedBy,
            Detail = call.Detail,
            Period = Period(call.Time),
        };
        if (call.Images.IsEmpty) Add(new TrailRow(key, 1, call.Time, call.Time));
        foreach (var image in call.Images) Add(new TrailRow(key with { Image = image }, 1, call.Time, call.Time));
    }

    /// <summary>Calls that somebody else has counted.</summary>
    public void Add(TrailRow counted)
    {
        var key = counted.Key;
        if (!rows.TryGetValue(key, out var row))
        {
            if (rows.Count >= MostRows) key = Fold(key, counted.Count);
            row = rows.GetValueOrDefault(key) ?? new TrailRow(key, 0, null, null);
        }
        rows[key] = row.Plus(counted.Count, counted.First, counted.Last);
        changed.Add(key);
    }

    /// <summary>Less detailed the more rows there are already.</summary>
    private TrailKey Fold(TrailKey key, long count)
    {
        Folded += count;
        key = key with { Image = key.Image.Length > 0 ? Other : "", Detail = key.Detail.Length > 0 ? Other : "" };
        if (rows.Count >= MostRows * 5 / 4) key = key with { Principal = Other, ErrorCode = key.ErrorCode.Length > 0 ? Other : "" };
        if (rows.Count >= MostRows * 3 / 2) key = key with { Account = Other, Region = Other, Service = key.Service.Length > 0 ? Other : "" };
        return key;
    }

    /// <summary>A call without a time is taken to be the oldest.</summary>
    private int Period(DateTimeOffset? time)
    {
        var period = 0;
        while (time is { } at && period < boundaries.Length && at >= boundaries[period]) period++;
        return period;
    }
}
