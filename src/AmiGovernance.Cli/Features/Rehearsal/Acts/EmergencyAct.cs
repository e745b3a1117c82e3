using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.Cli.Features.Rehearsal.Acts;

/// <summary>One command ends enforcement.</summary>
internal sealed class EmergencyAct : IRehearsalAct
{
    public async Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        stage.Later(TimeSpan.FromDays(3));
        stage.Act("Emergency: a workload is blocked at night");
        await stage.Do(["rollback", "--to", "audit_mode", "--yes", "--reason", "INC-77"], run => run.Recorded, cancel);
        stage.Later(AwsFacts.PolicyDelay.Value);
        await stage.ShowStart(
            WorldGenerator.PaymentsProduction,
            stage.Team.NotApproved,
            "an image that nobody approved",
            cancel
        );
    }
}
