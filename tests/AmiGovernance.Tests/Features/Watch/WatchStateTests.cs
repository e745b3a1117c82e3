using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>What lies in the store may be written by somebody else: it ends nothing, and changes nothing of the repository.</summary>
public sealed class WatchStateTests
{
    private const string Open = """{"key":"a","summary":"s","details":"d","since":"2026-01-01T00:00:00Z"}""";

    private static WatchState? Read(string text) => WatchState.Of(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"open":[null]}""")]
    [InlineData("""{"open":[{"key":null,"summary":"s","details":"d","since":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData($$"""{"open":[{{Open}},{{Open}}]}""")]
    [InlineData("""{"outbox":[null]}""")]
    [InlineData(
        """{"outbox":[{"id":"i","channel":null,"to":"","subject":"","body":"","since":"2026-01-01T00:00:00Z"}]}"""
    )]
    [InlineData(
        """{"jobs":{"status":{"due":"2026-01-01T00:00:00Z","tried":"2026-01-01T00:00:00Z","findings":null}}}"""
    )]
    [InlineData("""{"jobs":{"status":null}}""")]
    [InlineData("""{"trail_read_until":"0001-01-01T00:00:00Z"}""")]
    [InlineData("""{"format_version":"9.9"}""")]
    [InlineData("""{"messages":"x"}""")]
    public void What_is_no_state_counts_as_none(string text) => Assert.Null(Read(text));

    /// <summary>An upgrade must not forget what people are still to be told.</summary>
    [Fact]
    public void A_state_of_an_earlier_version_is_taken_over()
    {
        const string Earlier = $$"""
            {"format_version":"1.0","open":[{{Open}}],"outbox":[{"id":"i","channel":"chat","to":"","subject":"s","body":"b","since":"2026-01-01T00:00:00Z"}],"repairs":[],"repairs_stopped":false,"jobs":{},"messages":3}
            """;
        var state = Read(Earlier)!;
        Assert.Equal((1, 1, 3L), (state.Open.Length, state.Outbox.Length, state.Messages));
        Assert.Empty(state.Denials);
    }

    [Fact]
    public void Nothing_in_the_store_ends_a_look()
    {
        var bench = new WatchBench(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero)).Merge(
            WatchBench.Config("2026-03-01")
        );
        bench.Store.Keep(WatchState.Name, Encoding.UTF8.GetBytes("""{"open":[null]}"""));
        bench.Store.Keep("record/../../x", Encoding.UTF8.GetBytes("evil"));
        bench.Store.Keep("record/config/ami_publishers.json", Encoding.UTF8.GetBytes(new string(' ', 100_000)));
        bench.Store.Keep("record/deployments/evil.txt", Encoding.UTF8.GetBytes("evil"));
        bench.Store.Keep("record/deployments/sub/x.jsonl", Encoding.UTF8.GetBytes("evil"));
        var head = bench.Remote.Resolve("origin/main");
        Assert.True(bench.Tick().Looked);
        bench.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Empty(bench.Tick().Open);
        Assert.Equal(head, bench.Remote.Resolve("origin/main"));
    }

    /// <summary>A record only grows: a longer one that begins otherwise is another one.</summary>
    [Fact]
    public async Task What_is_recorded_already_is_not_rewritten_from_the_store()
    {
        const string Record = "deployments/0001-abc.jsonl";
        var files = new InMemoryFileStore();
        var store = new InMemoryWatchStore(() => default);
        var bag = new DiagnosticBag();
        files.Write("", [new GeneratedFile(Record, Encoding.UTF8.GetBytes("{\"who\":\"alex\"}\n"))], bag);
        var kept = new KeptFiles(files, store);

        store.Keep($"record/{Record}", Encoding.UTF8.GetBytes("{\"who\":\"mallory\"}\n\n\n\n"));
        await kept.Restore(bag, TestContext.Current.CancellationToken);
        Assert.Equal("{\"who\":\"alex\"}\n", Encoding.UTF8.GetString(files.Files[Record]));

        store.Keep($"record/{Record}", Encoding.UTF8.GetBytes("{\"who\":\"alex\"}\n{\"who\":\"kim\"}\n"));
        await kept.Restore(bag, TestContext.Current.CancellationToken);
        Assert.Equal("{\"who\":\"alex\"}\n{\"who\":\"kim\"}\n", Encoding.UTF8.GetString(files.Files[Record]));
    }

    [Fact]
    public void What_waits_for_a_channel_that_is_gone_does_not_wait_for_good()
    {
        var bench = new WatchBench(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero))
        {
            Request = new WatchRequest(Samples.ConfigPath, "one") { Recipients = [new Recipient("gone", "")] },
        }.Merge(WatchBench.Config("2026-03-01"));
        bench.Detach();
        Assert.Equal(1, bench.Tick().Unsent);
        var queued = bench.Clock.Now;
        bench.Clock.Now += TimeSpan.FromDays(6);
        bench.Tick();
        Assert.Contains(Outbox(bench), message => message.Since == queued);
        bench.Clock.Now += TimeSpan.FromDays(2);
        bench.Tick();
        Assert.DoesNotContain(Outbox(bench), message => message.Since == queued);
    }

    private static ImmutableArray<QueuedMessage> Outbox(WatchBench bench) =>
        WatchState.Of(bench.Store.Bytes(WatchState.Name))!.Outbox;

    [Fact]
    public void What_is_written_at_the_top_is_kept_under_its_own_path()
    {
        var store = new InMemoryWatchStore(() => default);
        var kept = new KeptFiles(new InMemoryFileStore(), store);
        Assert.True(kept.Write("", [new GeneratedFile("deployments/x.jsonl", "{}"u8.ToArray())], new DiagnosticBag()));
        Assert.Equal(["record/deployments/x.jsonl"], store.Names);
    }

    /// <summary>On a schedule each look is a process of its own.</summary>
    [Fact]
    public async Task The_branch_that_was_watched_is_known_to_the_next_process()
    {
        var bench = new WatchBench(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero)).Merge(
            WatchBench.Config("2026-03-01")
        );
        bench.Tick();
        var repository = new InMemoryWatchedRepository(bench.Remote);
        var next = new WatchOrganization(bench.Ports with { Repository = repository }, bench.Request, bench.Clock);
        await next.Run(TestContext.Current.CancellationToken);
        Assert.Equal(bench.Remote.Resolve("origin/main"), repository.Demanded);
    }
}
