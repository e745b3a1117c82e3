namespace AmiGovernance.Aws;

/// <summary>
/// A token bucket as AWS keeps one for each operation: staying under it costs less than being throttled, for a throttled call
/// waits longer and longer.
/// </summary>
internal sealed class Pace(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = burst;
    private DateTimeOffset filled = time.GetUtcNow();

    /// <summary>Waits for the caller's turn.</summary>
    public async Task Wait(CancellationToken cancel)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = time.GetUtcNow();
            tokens = Math.Min(burst, tokens + ((now - filled).TotalSeconds * perSecond));
            filled = now;
            // Below zero the callers queue up, each behind the one before.
            tokens--;
            wait = tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / perSecond);
        }
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancel).ConfigureAwait(false);
    }
}
