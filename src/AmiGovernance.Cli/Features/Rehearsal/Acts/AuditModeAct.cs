using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>Both policies are deployed in audit mode, verified, and watched.</summary>
internal sealed class AuditModeAct : IRehearsalAct
{
    public async Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        stage.Act("Audit mode: no launch is blocked, images outside of the list are marked");
        await stage.Do(
            ["plan", "-o", "markdown=reports/plan-audit.md"],
            _ => "what changes in meaning, each call, the permissions that it needs",
            cancel
        );
        await stage.Do(["apply", "--yes", "--reason", RehearsalStage.Ticket], run => run.Recorded, cancel);
        stage.Later(AwsFacts.BlockPublicAccessDelay.Value);
        await stage.Do(
            ["verify", "-o", "markdown=reports/verification-audit.md", "-o", "json=reports/verification-audit.json"],
            _ => stage.Reports.Verification("reports/verification-audit.json"),
            cancel
        );
        string[] watch = ["--log-group", WorldGenerator.TrailLogGroup, "--mail-to", "on-call@company.com"];
        await stage.Do(["dashboard", "apply", .. watch, "--yes"], run => run.Recorded, cancel);
    }
}
