using AmiGovernance.Cli.Features.Rehearsal.Stage;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>Everything of ours is taken away again.</summary>
internal sealed class EndAct : IRehearsalAct
{
    private const StringSplitOptions Words = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    public async Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        stage.Later(TimeSpan.FromDays(1));
        stage.Act("Where it stands, and back to the start");
        await stage.Do(
            [
                "report",
                "--trail",
                TrailFiles.Folder,
                "--owners",
                "images.json",
                "-o",
                "html=reports/governance.html",
                "-o",
                "json=reports/governance.json",
            ],
            _ => stage.Reports.Governance("reports/governance.json"),
            cancel
        );
        await stage.Do(
            ["rollback", "--delete", "--yes", "--reason", "the rehearsal ends"],
            run => run.Recorded,
            cancel
        );
        var left = stage.Organization.World.Organization.Policies.Count(p => !p.AwsManaged);
        if (left > 0)
            throw new RehearsalFailedException($"{left} of our policies are left in the organization");
        stage.View.Good("no policy of ours is left in the organization");
        await stage.Do(["dashboard", "apply", "--delete", "--yes"], run => run.Recorded, cancel);
        await stage.Do(["history", "--verify"], Verified, cancel);
    }

    /// <summary>What holds, of the sides that were looked at.</summary>
    private static string Verified(CommandRun run) =>
        string.Join(
            "; ",
            run.Out.Split('\n')
                .Where(line => line.StartsWith('✓'))
                .Select(line => line[1..].Split("  ", Words))
                .Select(side => string.Join(": ", side))
        );
}
