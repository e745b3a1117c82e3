using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>A watch whose process dies, and the next that goes on.</summary>
public sealed class KilledWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 0, 0, 1, TimeSpan.Zero);

    /// <summary>
    /// A process that dies after any of its calls is gone on with by the next, to the end of the record and of the message.
    /// </summary>
    [Fact]
    public void An_end_that_was_killed_after_a_call_is_ended_by_the_next_look()
    {
        var ended = 0;
        for (var kill = 0; ; kill++)
        {
            var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
            bench.Tick();
            bench.Clock.Now = Midnight;
            var first = bench.Team.Aws.Changes.Count;
            bench.Team.Aws.After = number =>
            {
                if (number == first + kill)
                    throw new KilledException();
            };
            try
            {
                bench.Tick();
                // After the mark of the beginning, and after the update.
                Assert.True(kill > 2 && ended == 2, $"{ended} ends told after {kill} kills");
                return;
            }
            catch (KilledException)
            {
                bench.Team.Aws.After = null;
            }
            bench.Restart();
            var report = bench.Tick();
            Assert.False(bench.LetsIn(WatchBench.Partner));
            Assert.Empty(report.Open);
            Assert.Null(bench.Record().UnfinishedStart);
            // Whether it was told is not known of one that was killed after its last entry.
            ended += report.Ended.Length;
        }
    }

    /// <summary>
    /// A line that the store did not take, or took without an answer, while nothing can be pushed: whoever goes on, here or on another
    /// machine, goes on from the same line, so that the record has one end.
    /// </summary>
    [Theory]
    [InlineData(Trouble.Before)]
    [InlineData(Trouble.After)]
    internal void A_line_that_is_perhaps_not_kept_parts_no_record(Trouble trouble)
    {
        var isReached = true;
        for (var line = 0; isReached; line++)
        {
            var bench = new WatchBench(Noon).Merge(WatchBench.Config("2026-03-01"));
            var keeps = 0;
            var isGitGone = true;
            Look(Watch());
            bench.Clock.Now = Midnight;
            var first = Watch();
            Look(first);
            isReached = keeps > line;
            Look(first);
            // Its machine is gone.
            var second = Watch();
            Look(second);
            isGitGone = false;
            Look(second);
            Look(second);
            Assert.False(bench.LetsIn(WatchBench.Partner));
            Assert.Null(bench.Record().UnfinishedStart);
            Assert.DoesNotContain(bench.Store.Names, n => n.StartsWith("record/", StringComparison.Ordinal));

            WatchOrganization Watch() =>
                new(
                    bench.Ports with
                    {
                        Store = Troubled<IWatchStore>.Over(
                            bench.Store,
                            call => call == nameof(IWatchStore.Keep) && keeps++ == line ? trouble : Trouble.None,
                            call => new WatchStoreException($"{call}: no answer")
                        ),
                        Repository = Troubled<IWatchedRepository>.Over(
                            bench.Ports.Repository,
                            call =>
                                isGitGone && call == nameof(IWatchedRepository.Publish) ? Trouble.Before : Trouble.None,
                            call => new GitException($"git {call}", "no answer")
                        ),
                    },
                    bench.Request,
                    bench.Clock
                );

            void Look(WatchOrganization watch)
            {
                watch.Run(CancellationToken.None).GetAwaiter().GetResult();
                bench.Clock.Now += TimeSpan.FromMinutes(1);
            }
        }
    }
}
