namespace AmiGovernance.Sandbox.World;

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
