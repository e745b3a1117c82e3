using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>Two weeks of audit mode show whom enforcement would hit.</summary>
internal sealed class ImpactAct : IRehearsalAct
{
    public async Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        stage.Later(TimeSpan.FromDays(15));
        stage.Act("Two weeks later: whom would enforcement hit?");
        await Launch(stage, cancel);
        // It asks every account, so that the trail holds something of each, as that of a real organization does.
        await stage.Do(
            ["impact", "-o", "markdown=reports/impact.md", "-o", "json=reports/impact.json"],
            _ => stage.Reports.Impact("reports/impact.json"),
            cancel,
            expected: ExitCodes.No
        );
        stage.Commands.Put(TrailFiles.Folder, stage.Organization.DeliveredTrail());
        stage.Commands.Put("", [stage.Team.DescribedImages()]);
        await stage.Do(
            [
                .. TrailFiles.Backtest,
                "--update-triage",
                "--details",
                "-o",
                "markdown=reports/backtest.md",
                "-o",
                "json=reports/backtest.json",
            ],
            _ => stage.Reports.Backtest("reports/backtest.json"),
            cancel,
            expected: ExitCodes.No
        );
        await stage.Do(
            ["status", "-o", "markdown=reports/status-audit.md", "-o", "json=reports/status-audit.json"],
            _ => stage.Reports.Status("reports/status-audit.json"),
            cancel
        );
    }

    private static async Task Launch(RehearsalStage stage, CancellationToken cancel)
    {
        var team = stage.Team;
        await team.LaunchMarked(WorldGenerator.PaymentsProduction, team.Golden, cancel);
        foreach (var account in WorkloadTeam.Launching)
        {
            await team.LaunchMarked(account, team.NotApproved, cancel);
            stage.View.Note(
                $"{stage.Name(account)} launched {team.NotApproved} of {WorldGenerator.Stranger}, whom nobody approved"
            );
        }
    }
}
