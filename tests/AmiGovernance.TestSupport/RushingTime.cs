namespace AmiGovernance.TestSupport;

/// <summary>A clock that jumps ahead whenever somebody waits, so that waiting costs no time and can be measured.</summary>
internal sealed class RushingTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private TimeSpan elapsed;

    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    public TimeSpan Elapsed
    {
        get
        {
            lock (gate)
                return elapsed;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            lock (gate)
                elapsed += dueTime;
        return base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
