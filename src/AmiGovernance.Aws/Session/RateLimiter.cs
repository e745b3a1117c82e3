using System.Diagnostics.CodeAnalysis;

namespace AmiGovernance.Aws.Session;

/// <summary>
/// A token bucket as AWS keeps one for each operation: staying under it costs less than being throttled, for a throttled call
/// waits longer and longer. When AWS counts a call is not known, only that it does so before it answers: so a call counts as
/// late as can be, and those that still are under way may all be counted at once. Calls are sent one short of the burst, too: a limit
/// that is told as so many a second, as that of LookupEvents, then holds in every second.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Semaphores whose wait handle nobody asks for hold nothing.")]
internal sealed class RateLimiter(double perSecond, int burst, TimeProvider time)
{
    /// <summary>Others use the account too.</summary>
    private const double Margin = 0.95;

    /// <summary>A wait is at least as long as the least that a timer knows.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly SemaphoreSlim places = new(burst);
    private readonly double rate = perSecond * Margin;

    /// <summary>What AWS has left at least, before the calls under way.</summary>
    private double tokens = burst;
    private int underWay;

    /// <summary>Calls that are sent at once.</summary>
    private readonly double most = Math.Max(1, burst - 1);

    /// <summary>What is left of them.</summary>
    private double unsent = Math.Max(1, burst - 1);
    private DateTimeOffset filled = time.GetUtcNow();

    /// <summary>Makes the call when its turn has come.</summary>
    public async Task<T> Run<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        try
        {
            await Wait(cancel);
            return await Counted(call);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>One after the other: a token that comes back is for who waits longest.</summary>
    private async Task Wait(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (UntilToken() is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancel);
            Take();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Zero when there is a token. Nobody else takes the one that is waited for, and there are fewer calls under way than the bucket
    /// holds: after the wait it is there.
    /// </summary>
    private TimeSpan UntilToken()
    {
        lock (gate)
        {
            Refill();
            var missing = 1 - Math.Min(unsent, tokens - underWay);
            return missing > 0 ? TimeSpan.FromSeconds(missing / rate) + Tick : TimeSpan.Zero;
        }
    }

    private void Take()
    {
        lock (gate)
        {
            Refill();
            unsent--;
            underWay++;
        }
    }

    private async Task<T> Counted<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        finally
        {
            lock (gate)
            {
                Refill();
                tokens--;
                underWay--;
            }
        }
    }

    private void Refill()
    {
        var now = time.GetUtcNow();
        var back = (now - filled).TotalSeconds * rate;
        tokens = Math.Min(burst, tokens + back);
        unsent = Math.Min(most, unsent + back);
        filled = now;
    }
}
