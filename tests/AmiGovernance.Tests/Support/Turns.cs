namespace AmiGovernance.Tests.Support;

/// <summary>Lets two commands run in turns that a seed chooses: at each step of one it may be the other's turn.</summary>
internal sealed class Turns(int seed)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();
    private readonly bool[] ended = new bool[2];
    private readonly SemaphoreSlim[] turn = [new(0), new(0)];

    /// <summary>The one that is at work, also where it goes on in another thread after a wait; null for neither.</summary>
    private static readonly AsyncLocal<int?> Running = new();

    /// <summary>Runs both to their ends.</summary>
    public (T First, T Second) Run<T>(Func<T> first, Func<T> second)
    {
        var (one, other) = (Start(0, first), Start(1, second));
        turn[random.Next(2)].Release();
        return (one.GetAwaiter().GetResult(), other.GetAwaiter().GetResult());
    }

    /// <summary>A moment at which the other may go on.</summary>
    public void Step()
    {
        if (Running.Value is not { } me)
            return;
        var next = Next(me);
        if (next == me)
            return;
        turn[next].Release();
        turn[me].Wait();
    }

    private Task<T> Start<T>(int me, Func<T> run) =>
        Task.Factory.StartNew(
            () =>
            {
                turn[me].Wait();
                Running.Value = me;
                try
                {
                    return run();
                }
                finally
                {
                    End(me);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private int Next(int me)
    {
        lock (gate)
            return ended[1 - me] ? me : random.Next(2);
    }

    private void End(int me)
    {
        lock (gate)
            ended[me] = true;
        turn[1 - me].Release();
    }
}
