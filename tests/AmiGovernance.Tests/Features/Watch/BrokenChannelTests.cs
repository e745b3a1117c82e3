using AmiGovernance.Core.Features.Watch;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>A way to people that takes no message is told by the others, and by the log.</summary>
public sealed class BrokenChannelTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 12, 9, 0, 0, TimeSpan.Zero);

    private readonly WatchBench bench = new(Start)
    {
        Request = new(Samples.ConfigPath, "one") { Recipients = [new("chat", ""), new("mail", "ops@company.com")] },
    };

    public BrokenChannelTests()
    {
        bench.Merge(WatchBench.Config("2026-03-01"));
        bench.Mails.Refuses = "smtp.company.com answers 550: no";
    }

    private TickReport TickAfter(TimeSpan pause)
    {
        bench.Clock.Now += pause;
        return bench.Tick();
    }

    private IEnumerable<string> Told => bench.Told.Select(n => n.Subject.ToString());

    [Fact]
    public void It_is_open_at_once_told_when_it_lasts_and_over_when_messages_are_taken()
    {
        bench.Detach();
        var report = bench.Tick();
        Assert.False(report.IsTold);
        var open = Assert.Single(report.Open, o => o.Key == "channel:mail");
        Assert.Equal(
            ("not told by mail", "smtp.company.com answers 550: no (1 message waits, for a week at most)\n"),
            (open.Summary, open.Details)
        );
        Assert.DoesNotContain(Told, s => s.Contains("by mail", StringComparison.Ordinal));

        // Another process knows it too.
        bench.Restart();
        TickAfter(TimeSpan.FromMinutes(16));
        TickAfter(TimeSpan.FromMinutes(5));
        Assert.Single(Told, "AMI governance: not told by mail");

        bench.Mails.Refuses = null;
        var again = TickAfter(TimeSpan.FromMinutes(5));
        Assert.True(again.IsTold);
        Assert.NotEmpty(bench.Mails.All);
        TickAfter(TimeSpan.FromMinutes(5));
        Assert.Single(Told, "AMI governance: over: not told by mail");
    }

    [Fact]
    public void What_it_never_takes_is_given_up_after_a_week()
    {
        bench.Detach();
        for (var day = 0; day < 20; day++)
            TickAfter(TimeSpan.FromDays(1));
        var state = WatchState.Of(bench.Store.Bytes(WatchState.Name))!;
        Assert.All(
            state.Outbox,
            m => Assert.InRange(bench.Clock.GetUtcNow() - m.Since, TimeSpan.Zero, TimeSpan.FromDays(7))
        );
        Assert.NotEmpty(state.Outbox);
    }
}
