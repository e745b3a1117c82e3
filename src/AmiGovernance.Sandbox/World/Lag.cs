namespace AmiGovernance.Sandbox.World;

/// <summary>
/// How long readers go on seeing what was before a change: a time by the sandbox's clock, and a number of calls; both must pass.
/// </summary>
internal readonly record struct Lag(TimeSpan Time, int Calls = 0)
{
    public static readonly Lag None;

    public bool HasPassed(Moment change, Moment now) =>
        now.Time - change.Time >= Time && now.Call - change.Call >= Calls;

    /// <summary>After which neither of two lags hides anything.</summary>
    public static Lag Longest(Lag one, Lag other) =>
        new(TimeSpan.FromTicks(Math.Max(one.Time.Ticks, other.Time.Ticks)), Math.Max(one.Calls, other.Calls));
}

/// <summary>By the sandbox's clock and by the number of calls that it has served.</summary>
internal readonly record struct Moment(DateTimeOffset Time, long Call);
