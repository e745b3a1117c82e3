using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>A write whose answer is lost may have been done.</summary>
public sealed class LostAnswerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly WatchBench bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
    private readonly Queue<Trouble> writes = [];

    /// <param name="troubles">Of the writes of the first look that finds something: of who leads, of what to tell, of what was told.</param>
    [Theory]
    [InlineData(new[] { Trouble.None, Trouble.After })]
    [InlineData(new[] { Trouble.None, Trouble.Before })]
    [InlineData(new[] { Trouble.None, Trouble.After, Trouble.Before })]
    [InlineData(new[] { Trouble.None, Trouble.Before, Trouble.After })]
    [InlineData(new[] { Trouble.None, Trouble.After, Trouble.After })]
    internal void What_was_told_is_not_told_again(Trouble[] troubles)
    {
        var watch = Watch();
        Look(watch);
        bench.Detach();
        foreach (var trouble in troubles)
            writes.Enqueue(trouble);
        for (var minutes = 0; minutes < 3; minutes++)
            Look(watch);
        Assert.Empty(writes);
        Assert.Single(bench.Told);
    }

    /// <summary>What another process wrote meanwhile is not written over.</summary>
    [Fact]
    public void What_lies_there_is_not_taken_for_its_own()
    {
        var watch = Watch();
        Look(watch);
        bench.Detach();
        writes.Enqueue(Trouble.None);
        writes.Enqueue(Trouble.Before);
        var rival = new WatchState { Head = "of another process" }.ToBytes();
        written = () => bench.Store.Keep(WatchState.Name, rival);
        Look(watch);
        Assert.Equal(rival, bench.Store.Bytes(WatchState.Name));
    }

    private Action written = () => { };

    private WatchOrganization Watch()
    {
        var store = Troubled<IWatchStore>.Over(
            bench.Store,
            Decide,
            call =>
            {
                written();
                return new WatchStoreException($"{call}: no answer");
            }
        );
        return new WatchOrganization(bench.Ports with { Store = store }, bench.Request, bench.Clock);
    }

    private Trouble Decide(string call) =>
        call == nameof(IWatchStore.Write) && writes.TryDequeue(out var trouble) ? trouble : Trouble.None;

    private void Look(WatchOrganization watch)
    {
        watch.Run(CancellationToken.None).GetAwaiter().GetResult();
        bench.Clock.Now += TimeSpan.FromMinutes(1);
    }
}
