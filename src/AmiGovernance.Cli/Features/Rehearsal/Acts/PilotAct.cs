using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>Enforcement in one organizational unit; everybody else goes on as before.</summary>
internal sealed class PilotAct : IRehearsalAct
{
    private const string PilotUnit = "ou-a1b2-pilot0001";

    public async Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        var other = stage.Team.NotApproved;
        string[] promote = ["promote", "--target", PilotUnit];

        stage.Act("A pilot first");
        await stage.ShowStart(WorldGenerator.PaymentsProduction, other, "an image that nobody approved", cancel);
        await stage.Do(
            [.. promote, "-o", "json=reports/gates-pilot.json"],
            _ => stage.Reports.Gates("reports/gates-pilot.json"),
            cancel,
            expected: ExitCodes.No
        );
        await stage.Do(
            [.. promote, "--notified", "pilot teams by mail", "--ticket", RehearsalStage.Ticket, "--yes"],
            run => run.Recorded,
            cancel
        );
        stage.Later(AwsFacts.BlockPublicAccessDelay.Value);
        await stage.ShowDenial(stage.Team.AccountIn(PilotUnit), other, "an image that nobody approved", cancel);
        await stage.ShowStart(WorldGenerator.PaymentsProduction, other, "the same image", cancel);
    }
}
