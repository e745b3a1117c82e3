namespace AmiGovernance.Sandbox.World;

/// <summary>How long readers go on seeing what was before a change: a time by the sandbox's clock, and a number of calls; both must pass.</summary>
public readonly record struct Lag(TimeSpan Time, int Calls = 0)
{
    public static readonly Lag None;

    internal bool HasPassed(Moment change, Moment now) =>
        now.Time - change.Time >= Time && now.Call - change.Call >= Calls;
}

/// <summary>By the sandbox's clock and by the number of calls that it has served.</summary>
internal readonly record struct Moment(DateTimeOffset Time, long Call);

/// <summary>A value whose readers may see it late.</summary>
internal sealed class Delayed<T>(T value)
{
    private readonly List<(T Replaced, Moment At)> past = [];

    public T Latest { get; private set; } = value;

    /// <param name="longest">The longest lag of any reader: what none can see any more is forgotten.</param>
    public void Set(T value, Moment now, Lag longest)
    {
        past.RemoveAll(p => longest.HasPassed(p.At, now));
        if (longest != Lag.None)
            past.Add((Latest, now));
        Latest = value;
    }

    public T Seen(Lag lag, Moment now)
    {
        foreach (var (replaced, at) in past)
            if (!lag.HasPassed(at, now))
                return replaced;
        return Latest;
    }
}
