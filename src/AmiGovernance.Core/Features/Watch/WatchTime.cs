namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// The clock of this machine, put right by that of the store where the two are apart: exceptions end by the right time.
/// </summary>
internal sealed class WatchTime(TimeProvider clock) : TimeProvider
{
    /// <summary>An answer takes its time, and S3's clock counts whole seconds.</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(5);

    /// <summary>How far the clock here is behind the right time; zero where it is right, or nobody knows.</summary>
    public TimeSpan Behind { get; private set; }

    public void SetBy(TimeSpan? ahead) => Behind = ahead is { } by && by.Duration() > Tolerated ? by : TimeSpan.Zero;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Behind;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
