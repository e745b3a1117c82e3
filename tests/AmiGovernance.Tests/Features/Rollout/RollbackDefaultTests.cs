using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>What a rollback undoes that nobody told what to undo, from the record alone.</summary>
public sealed class RollbackDefaultTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static DeploymentEntry Started(string name, bool isRollback = false) =>
        new(DeploymentEvent.Started, Noon, name)
        {
            Purpose = isRollback ? DeploymentPurpose.Rollback : DeploymentPurpose.Update,
        };

    private static DeploymentEntry Finished(string name, bool isRollback = false) =>
        new(DeploymentEvent.Finished, Noon, name)
        {
            Purpose = isRollback ? DeploymentPurpose.Rollback : DeploymentPurpose.Update,
        };

    private static DeploymentLog Log(params DeploymentEntry[] entries) => new([.. entries]);

    [Fact]
    public void The_last_deployment() =>
        Assert.Equal("two", Log(Started("one"), Finished("one"), Started("two"), Finished("two")).LastToUndo);

    /// <summary>Else the first deployment would be undone with it, and nothing of ours would be left.</summary>
    [Fact]
    public void The_run_that_broke_off() =>
        Assert.Equal("two", Log(Started("one"), Finished("one"), Started("two")).LastToUndo);

    [Fact]
    public void The_first_of_several_runs_that_broke_off() =>
        Assert.Equal("two", Log(Started("one"), Finished("one"), Started("two"), Started("three")).LastToUndo);

    [Fact]
    public void Nothing_after_a_rollback()
    {
        var log = Log(Started("one"), Finished("one"), Started("back", true), Finished("back", true));
        Assert.Null(log.LastToUndo);
        Assert.Equal("back", log.LastRollback);
    }

    /// <summary>A rollback that broke off is gone on with: it undoes what it was to undo.</summary>
    [Fact]
    public void The_same_again_when_a_rollback_broke_off()
    {
        var log = Log(Started("one"), Finished("one"), Started("two"), Finished("two"), Started("back", true));
        Assert.Equal("two", log.LastToUndo);
        Assert.Null(log.LastRollback);
    }

    [Fact]
    public void A_deployment_after_a_rollback() =>
        Assert.Equal(
            "two",
            Log(Started("one"), Finished("one"), Finished("back", true), Started("two"), Finished("two")).LastToUndo
        );

    [Fact]
    public void Nothing_where_nothing_was_done() => Assert.Null(Log().LastToUndo);
}
