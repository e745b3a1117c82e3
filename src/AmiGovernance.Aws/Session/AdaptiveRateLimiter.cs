namespace AmiGovernance.Aws.Session;

/// <summary>
/// A token bucket that learns. It begins with what AWS documents; an account may have more, or share its budget with others.
/// Throttled calls lower the rate at once; while calls queue up and none is throttled it rises slowly, and for a while not above
/// where it was throttled: so it stays just under what is allowed.
/// </summary>
internal sealed class AdaptiveRateLimiter(double perSecond, int burst, TimeProvider time)
{
    private const double Decrease = 0.7;
    private const double Increase = 1.2;

    /// <summary>Of the rate that was throttled.</summary>
    private const double JustUnder = 0.95;

    /// <summary>Never slower than this share of the documented rate, so that a scan ends.</summary>
    private const double LeastShare = 0.05;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private double tokens = burst;
    private readonly double least = perSecond * LeastShare;
    private double rate = perSecond;
    private double ceiling = double.PositiveInfinity;
    private DateTimeOffset filled = time.GetUtcNow();
    private DateTimeOffset throttled = DateTimeOffset.MinValue;
    private DateTimeOffset lowered = DateTimeOffset.MinValue;
    private DateTimeOffset changed = time.GetUtcNow();

    /// <summary>Calls a second, as learnt so far.</summary>
    public double Rate
    {
        get
        {
            lock (gate)
                return rate;
        }
    }

    /// <summary>Waits for the caller's turn.</summary>
    public Task Wait(CancellationToken cancel)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = Refill();
            if (now - throttled > Memory)
                ceiling = double.PositiveInfinity;
            if (tokens < 1 && now - changed >= Step)
            {
                rate = Math.Max(rate, Math.Min(rate * Increase, ceiling * JustUnder));
                changed = now;
            }
            // Below zero the callers queue up, each behind the one before.
            tokens--;
            wait = tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / rate);
        }
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancel) : Task.CompletedTask;
    }

    public void Throttled()
    {
        lock (gate)
        {
            var now = Refill();
            // AWS's bucket is empty, whatever we thought.
            tokens = Math.Min(tokens, 0);
            // Calls that were under way together are throttled together: that is one sign, not many.
            if (now - lowered >= Step)
            {
                ceiling = rate;
                rate = Math.Max(rate * Decrease, least);
                lowered = now;
            }
            throttled = changed = now;
        }
    }

    private DateTimeOffset Refill()
    {
        var now = time.GetUtcNow();
        tokens = Math.Min(burst, tokens + ((now - filled).TotalSeconds * rate));
        filled = now;
        return now;
    }
}
