using AmiGovernance.Aws.Session;

namespace AmiGovernance.Tests.Aws;

/// <summary>The limiter against a bucket as AWS keeps one, in time that stands still until it is moved.</summary>
public sealed class AdaptiveRateLimiterTests
{
    /// <summary>Makes calls one after the other for so many seconds; how many were done and how many throttled.</summary>
    private static async Task<(int Done, int Throttled)> Run(
        double allowedPerSecond,
        double allowedBurst,
        double seconds,
        AdaptiveRateLimiter limiter,
        MovedTime time
    )
    {
        var (done, throttled) = (0, 0);
        var (tokens, at) = (allowedBurst, time.GetUtcNow());
        for (var end = time.GetUtcNow().AddSeconds(seconds); time.GetUtcNow() < end; )
        {
            await limiter.Wait(CancellationToken.None);
            time.Now = time.Now.AddMilliseconds(1);
            tokens = Math.Min(allowedBurst, tokens + ((time.Now - at).TotalSeconds * allowedPerSecond));
            at = time.Now;
            if (tokens >= 1)
            {
                tokens--;
                done++;
            }
            else
            {
                throttled++;
                limiter.Throttled();
            }
        }
        return (done, throttled);
    }

    [Fact]
    public async Task Within_the_documented_budget_nothing_waits_and_nothing_is_throttled()
    {
        var time = new MovedTime();
        var limiter = new AdaptiveRateLimiter(20, 100, time);
        var before = time.Now;
        for (var i = 0; i < 100; i++)
            await limiter.Wait(CancellationToken.None);
        Assert.Equal(before, time.Now);
    }

    [Theory]
    [InlineData(20, 100)]
    [InlineData(5, 10)]
    [InlineData(2, 0)]
    [InlineData(60, 200)]
    public async Task Finds_the_rate_that_is_allowed_and_stays_just_under_it(double perSecond, double burst)
    {
        var time = new MovedTime();
        var limiter = new AdaptiveRateLimiter(20, 100, time);
        await Run(perSecond, burst + 1, 60, limiter, time);
        var (done, throttled) = await Run(perSecond, burst + 1, 300, limiter, time);
        Assert.True(done >= 0.75 * 300 * perSecond, $"{done} of {300 * perSecond} calls that were allowed");
        Assert.True(throttled <= 0.05 * done + 3, $"{throttled} of {done} were throttled");
    }

    [Fact]
    public async Task Recovers_from_a_storm()
    {
        var time = new MovedTime();
        var limiter = new AdaptiveRateLimiter(20, 100, time);
        await Run(0.5, 1, 30, limiter, time);
        Assert.True(limiter.Rate < 3);
        var (done, _) = await Run(20, 100, 120, limiter, time);
        Assert.True(done > 0.6 * 120 * 20, $"{done}");
    }

    /// <summary>Waiting moves the time on at once.</summary>
    private sealed class MovedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Now += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
