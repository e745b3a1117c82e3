using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// What a look hands on to the next, and whether this process is the one that looks. Where the store does not answer, what is known here is
/// gone on with, and kept as soon as it answers again.
/// </summary>
internal sealed class WatchMemory(IWatchStore store, WatchRequest request, TimeProvider time)
{
    private readonly WatchLease lease = new(store, request, time);
    private readonly OwnDocument document = new(store, WatchState.Name);

    private bool isLoaded;

    public WatchState State { get; private set; } = new();

    /// <summary>Whether this process is known to lead: only then is anything changed in AWS.</summary>
    public bool Leads { get; private set; }

    /// <summary>
    /// Whether the store failed just now, and not before: another process may lead and tell people the same, so this one waits a look.
    /// </summary>
    public bool MustWait { get; private set; }

    /// <summary>What is wrong with the store; null for nothing.</summary>
    public WatchCondition? Trouble { get; private set; }

    /// <summary>Null when this process leads, and when nobody can tell; else who does.</summary>
    /// <param name="cancel">Ends the calls.</param>
    public async Task<string?> Take(CancellationToken cancel)
    {
        var failedBefore = Trouble is not null;
        (Leads, Trouble, MustWait) = (false, null, false);
        try
        {
            if (await lease.Take(cancel) is { } leader)
            {
                isLoaded = false;
                return leader;
            }
            if (!isLoaded)
                await Load(cancel);
            Leads = true;
        }
        catch (WatchStoreException e)
        {
            (Trouble, MustWait) = (NoAnswer(e), !failedBefore);
        }
        return null;
    }

    private async Task Load(CancellationToken cancel)
    {
        var item = await document.Read(cancel);
        var read = item is null ? new WatchState() : WatchState.Of(item.Bytes);
        (State, isLoaded) = (read ?? new WatchState(), true);
        if (read is null)
            Trouble = new WatchCondition(
                "state",
                PlainText.Of($"what the watch kept cannot be read: it begins anew"),
                PlainText.Of($"what was told before may be told again\n")
            );
    }

    /// <summary>Takes the state over, and keeps it where the store answers and no other process has written there.</summary>
    /// <param name="state">What the next look is to know.</param>
    /// <param name="cancel">Ends the calls.</param>
    public async Task Save(WatchState state, CancellationToken cancel)
    {
        State = state;
        if (!Leads)
            return;
        try
        {
            // Where another process leads by now, what it wrote is read before the next look.
            if (!await document.Write(state.ToBytes(), cancel))
                (Leads, isLoaded) = (false, false);
        }
        catch (WatchStoreException e)
        {
            Trouble = NoAnswer(e);
        }
    }

    private WatchCondition NoAnswer(WatchStoreException e) =>
        new(
            "store",
            PlainText.Of($"the store does not answer: nothing is changed in AWS until it does"),
            PlainText.Of($"{e.Message}\n")
        )
        {
            Grace = 3 * request.Interval,
        };
}
