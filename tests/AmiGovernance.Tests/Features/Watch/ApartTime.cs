namespace AmiGovernance.Tests.Features.Watch;

/// <summary>A clock that is wrong, and not always by as much.</summary>
internal sealed class ApartTime(TimeProvider right, Func<TimeSpan> skew) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + skew();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        right.CreateTimer(callback, state, dueTime, period);
}
