using AmiGovernance.Aws.Session;
using CsCheck;

namespace AmiGovernance.Tests.Aws;

/// <summary>The limiter against a bucket as AWS keeps one, with calls that are held up on their way there and back.</summary>
public sealed class RateLimiterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    /// <summary>In milliseconds; most calls are quick, some are held up for as long as it takes to fill the bucket.</summary>
    private static readonly Gen<int> Way = Gen.Frequency((8, Gen.Int[0, 50]), (2, Gen.Int[1_000, 20_000]));

    private static readonly Gen<(int There, int Back)> Call = Gen.Select(Way, Way);

    [Fact]
    public Task No_call_is_refused_however_long_calls_are_under_way() =>
        Gen.Select(Gen.Double[0.5, 10], Gen.Int[1, 12], Call.Array[1, 60])
            .SampleAsync(
                async (perSecond, burst, calls) =>
                {
                    var time = new RushingTime(Start);
                    var limiter = new RateLimiter(perSecond, burst, time);
                    var bucket = new Bucket(perSecond, burst, time);
                    await Task.WhenAll(calls.Select(c => limiter.Run(() => bucket.Take(c), CancellationToken.None)));
                    Assert.Equal(0, bucket.Refused);
                },
                iter: 200
            );

    [Fact]
    public async Task A_bucket_that_is_full_lets_all_but_one_of_its_burst_through_at_once()
    {
        var time = new RushingTime(Start);
        var limiter = new RateLimiter(5, 8, time);
        var bucket = new Bucket(5, 8, time);
        for (var i = 0; i < 7; i++)
            await limiter.Run(() => bucket.Take((0, 0)), CancellationToken.None);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
    }

    [Fact]
    public async Task Answers_that_take_a_fifth_of_a_second_cost_next_to_nothing_of_the_rate()
    {
        var time = new RushingTime(Start);
        var limiter = new RateLimiter(2, 2, time);
        for (var i = 0; i < 100; i++)
            await limiter.Run(() => new Bucket(2, 2, time).Take((100, 100)), CancellationToken.None);
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(49), TimeSpan.FromSeconds(53));
    }

    [Fact]
    public async Task Who_gives_up_or_fails_leaves_the_place_to_the_next()
    {
        var time = new RushingTime(Start);
        var limiter = new RateLimiter(1, 1, time);
        await Assert.ThrowsAsync<IOException>(() =>
            limiter.Run<int>(() => throw new IOException("reset"), CancellationToken.None)
        );
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            limiter.Run(() => Task.FromResult(1), given.Token)
        );
        Assert.Equal(1, await limiter.Run(() => Task.FromResult(1), CancellationToken.None));
    }

    /// <summary>A clock may stand still, or be set back, while a timer runs.</summary>
    [Fact]
    public async Task A_wait_ends_whatever_the_clock_says()
    {
        var limiter = new RateLimiter(1, 1, new Amigov.FixedTime(Start));
        for (var i = 0; i < 5; i++)
            Assert.Equal(i, await limiter.Run(() => Task.FromResult(i), CancellationToken.None));
    }

    private sealed class Bucket(double perSecond, int burst, RushingTime time)
    {
        private readonly Lock gate = new();
        private double tokens = burst;
        private DateTimeOffset filled = time.GetUtcNow();

        public int Refused { get; private set; }

        public async Task<bool> Take((int There, int Back) way)
        {
            await Pass(way.There);
            Count();
            await Pass(way.Back);
            return true;
        }

        private void Count()
        {
            lock (gate)
            {
                var now = time.GetUtcNow();
                tokens = Math.Min(burst, tokens + ((now - filled).TotalSeconds * perSecond));
                filled = now;
                if (tokens >= 1)
                    tokens--;
                else
                    Refused++;
            }
        }

        private Task Pass(int milliseconds) =>
            milliseconds == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time);
    }
}
