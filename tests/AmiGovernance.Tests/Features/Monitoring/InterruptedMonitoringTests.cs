using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Tests.Features.Monitoring;

/// <summary>Ctrl-C while a dashboard is made: the change in flight is finished and recorded, and no other is begun.</summary>
public sealed class InterruptedMonitoringTests
{
    private static readonly MonitoringPlace Place = new(
        "aws",
        AccountId.Parse("111122223333"),
        RegionName.Parse("eu-central-1")
    );

    private static readonly MonitoringPlan Plan = new MonitoringPlanner(
        new MonitoringRequest(
            new MonitoringInput("trail", Place.Region, [AccountId.Parse("123456738923")], 10),
            Place,
            Adopts: false,
            Deletes: false
        ),
        []
    ).Plan;

    [Fact]
    public async Task The_change_in_flight_is_finished_and_recorded()
    {
        using var interrupt = new CancellationTokenSource();
        var aws = new InterruptedAt(1, interrupt);
        var files = new InMemoryFileStore();
        var bag = new DiagnosticBag();
        var apply = new ApplyMonitoring(
            aws,
            files,
            new Amigov.FixedTime(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero))
        );
        var applied = await apply.Run(Plan, "arn:aws:iam::111122223333:user/test", "", bag, interrupt.Token);
        Assert.NotNull(applied);
        Assert.Equal((2, true), (applied.StepsDone, applied.IsInterrupted));
        Assert.Equal(2, aws.Applied);
        var entries = ApplyMonitoring.ReadRecord(files, bag).Entries;
        Assert.Equal(2, entries.Count(e => e.Event == MonitoringEvent.Done));
        Assert.Equal((MonitoringEvent.Failed, "interrupted"), (entries[^1].Event, entries[^1].Detail));
        Assert.Empty(bag.ToSorted());
    }

    /// <summary>As of a process that is killed: nothing is noted after the call.</summary>
    [Fact]
    public async Task What_was_before_is_on_disk_before_the_call()
    {
        var files = new InMemoryFileStore();
        var bag = new DiagnosticBag();
        var apply = new ApplyMonitoring(new Killed(), files, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            apply.Run(Plan, "arn:aws:iam::111122223333:user/test", "", bag, TestContext.Current.CancellationToken)
        );
        var last = ApplyMonitoring.ReadRecord(files, bag).Entries[^1];
        Assert.Equal((MonitoringEvent.Changing, Plan.Steps[0].Text), (last.Event, last.Step));
        Assert.Empty(bag.ToSorted());
    }

    private sealed class Killed : IMonitoringWriter
    {
        public Task Apply(MonitoringStep change, MonitoringPlace place, CancellationToken cancel) =>
            throw new InvalidOperationException("killed");
    }

    private sealed class InterruptedAt(int step, CancellationTokenSource interrupt) : IMonitoringWriter
    {
        public int Applied { get; private set; }

        public Task Apply(MonitoringStep change, MonitoringPlace place, CancellationToken cancel)
        {
            if (Applied == step)
                interrupt.Cancel();
            // As a client does: a call in flight ends without its answer.
            cancel.ThrowIfCancellationRequested();
            Applied++;
            return Task.CompletedTask;
        }
    }
}
