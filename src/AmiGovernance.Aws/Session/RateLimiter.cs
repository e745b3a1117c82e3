namespace AmiGovernance.Aws.Session;

/// <summary>
/// A token bucket as AWS keeps one for each operation: staying under it costs less than being throttled, for a throttled call
/// waits longer and longer.
/// </summary>
internal sealed class RateLimiter(double perSecond, int burst, TimeProvider time)
{
    /// <summary>Calls do not arrive in the rhythm in which they were sent, and others use the account too.</summary>
    private const double Margin = 0.95;

    private readonly Lock gate = new();
    private readonly double rate = perSecond * Margin;
    private readonly double most = Math.Max(1, burst - 1);
    private double tokens = Math.Max(1, burst - 1);
    private DateTimeOffset filled = time.GetUtcNow();

    /// <summary>Waits for the caller's turn.</summary>
    public async Task Wait(CancellationToken cancel)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = time.GetUtcNow();
            tokens = Math.Min(most, tokens + ((now - filled).TotalSeconds * rate));
            filled = now;
            // Below zero the callers queue up, each behind the one before.
            tokens--;
            wait = tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / rate);
        }
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancel);
    }
}
