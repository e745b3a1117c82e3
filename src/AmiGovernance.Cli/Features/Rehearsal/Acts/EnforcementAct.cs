using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>Enforcement everywhere: first the gates refuse it, then what they name is settled.</summary>
internal sealed class EnforcementAct : IRehearsalAct
{
    private static readonly string[] Promote =
    [
        "promote",
        "--notified",
        "all teams by mail",
        "--ticket",
        RehearsalStage.Ticket,
        "--yes",
    ];

    /// <summary>Violations that are shown of many.</summary>
    private const int Shown = 3;

    public async Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        stage.Later(TimeSpan.FromDays(5));
        stage.Act("Enforcement everywhere");
        await AskGates(stage, cancel);
        SettleViolations(stage);
        await SettleFindings(stage, cancel);
        await stage.Do([.. Promote, "-o", "markdown=reports/promotion.md"], run => run.Recorded, cancel);
        stage.Later(AwsFacts.BlockPublicAccessDelay.Value);
        await Verify(stage, cancel);
        await ShowLaunches(stage, cancel);
    }

    private static async Task AskGates(RehearsalStage stage, CancellationToken cancel)
    {
        stage.Commands.Edit(
            RehearsalStage.Config,
            "\"enforcement_mode\": \"audit_mode\"",
            "\"enforcement_mode\": \"enabled\""
        );
        await stage.Do(["generate", "--mode", "enabled"], _ => "the configuration says enabled now", cancel);
        await stage.Do(
            [.. Promote, "-o", "json=reports/gates.json"],
            _ => stage.Reports.Gates("reports/gates.json"),
            cancel,
            expected: ExitCodes.No
        );
    }

    /// <summary>The teams move what runs; one workload cannot move in time, and gets a plan.</summary>
    private static void SettleViolations(RehearsalStage stage)
    {
        var open = stage.Team.Violations();
        ShowViolations(stage, open);
        var late = open.Last(i => !WorkloadTeam.Launching.Contains(i.Account.Value)).Account;
        stage.Team.Move(open.Where(i => i.Account != late));

        var until = RehearsalStage.Day(stage.Now.AddDays(60));
        var plan = $$"""{ "account_id": "{{late}}", "ticket": "CLOUD-1350", "due_on": "{{until}}" }""";
        stage.Commands.Edit(
            RehearsalStage.Config,
            "\"exception_accounts\": [",
            $"\"remediation_plans\": [{plan}],\n  \"exception_accounts\": ["
        );
        stage.View.Note(
            $"the teams move to golden images; {stage.Name(late.Value)} gets a remediation plan until {until}"
        );
    }

    private static void ShowViolations(RehearsalStage stage, IReadOnlyList<SandboxInstance> open)
    {
        foreach (var one in open.Take(Shown))
            stage.View.Note(
                $"{stage.Name(one.Account.Value)} runs {one.Id} in {one.Region} "
                    + $"from {one.ImageId} of {one.Image?.OwnerId}, whom nobody approved"
            );
        if (open.Count > Shown)
            stage.View.Note($"and {open.Count - Shown} more");
    }

    /// <summary>Every launch of the backtest is decided on.</summary>
    private static async Task SettleFindings(RehearsalStage stage, CancellationToken cancel)
    {
        string[] closed = ["--outcome", "violation", "--state", "closed", "--reason", "moved to the golden image"];
        string[] by = ["--ticket", RehearsalStage.Ticket, "--by", "security-lead"];
        foreach (var account in WorkloadTeam.Launching)
            await stage.Do(
                ["triage", "set", $"launch-{account}-{WorldGenerator.Stranger}", .. closed, .. by],
                _ => $"{stage.Name(account)}: settled",
                cancel
            );
        stage.Later(TimeSpan.FromDays(1));
        stage.Commands.Put(TrailFiles.Folder, stage.Organization.DeliveredTrail());
        await stage.Do(
            [.. TrailFiles.Backtest, "--update-triage"],
            _ => "every recorded launch that enforcement would deny is decided on",
            cancel
        );
    }

    private static async Task Verify(RehearsalStage stage, CancellationToken cancel)
    {
        string[] reports =
        [
            "-o",
            "markdown=reports/verification-enforced.md",
            "-o",
            "json=reports/verification-enforced.json",
        ];
        await stage.Do(
            ["verify", "--unapproved-image", stage.Team.NotApproved.Value, "--cloudtrail", .. reports],
            _ => stage.Reports.Verification("reports/verification-enforced.json"),
            cancel
        );
        await stage.Do(
            ["status", "-o", "markdown=reports/status-enforced.md", "-o", "json=reports/status-enforced.json"],
            _ => stage.Reports.Status("reports/status-enforced.json"),
            cancel
        );
    }

    private static async Task ShowLaunches(RehearsalStage stage, CancellationToken cancel)
    {
        var (golden, other) = (stage.Team.Golden, stage.Team.NotApproved);
        await stage.ShowStart(WorldGenerator.PaymentsProduction, golden, "a golden image", cancel);
        await stage.ShowDenial(WorldGenerator.PaymentsProduction, other, "an image that nobody approved", cancel);
        await stage.ShowRefusalInManagementAccount(other, cancel);
    }
}
