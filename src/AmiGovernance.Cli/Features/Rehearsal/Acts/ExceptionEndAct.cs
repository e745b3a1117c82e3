using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>An exception of the sample configuration ends by its date alone.</summary>
internal sealed class ExceptionEndAct : IRehearsalAct
{
    private static readonly DateTimeOffset LastDay = new(2027, 1, 4, 12, 0, 0, TimeSpan.Zero);

    public async Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        stage.Organization.MoveTo(LastDay);
        stage.Act("An exception runs out, and nobody deploys");
        var own = stage.Team.OwnImage(WorldGenerator.Observability);
        await stage.ShowStart(WorldGenerator.Observability, own, "its own image", cancel);
        stage.Later(TimeSpan.FromDays(1));
        var today = RehearsalStage.Day(stage.Now);
        await stage.ShowDenial(WorldGenerator.Observability, own, $"it on {today}", cancel);
        await stage.Do(
            ["exception", "check"],
            _ => "fails in CI until the exception is removed or extended",
            cancel,
            expected: ExitCodes.Errors
        );
    }
}
