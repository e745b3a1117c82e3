using AmiGovernance.Cli.Features.Rehearsal.Acts;
using AmiGovernance.Cli.Features.Rehearsal.Stage;

namespace AmiGovernance.Cli.Features.Rehearsal;

/// <summary>The whole runbook, act by act.</summary>
internal static class RehearsalScript
{
    private static readonly IRehearsalAct[] Acts =
    [
        new OrganizationAct(),
        new PoliciesAct(),
        new AuditModeAct(),
        new ImpactAct(),
        new PilotAct(),
        new EnforcementAct(),
        new ExceptionEndAct(),
        new EmergencyAct(),
        new EndAct(),
    ];

    /// <summary>Throws <see cref="RehearsalFailedException"/> when something does not go as it must.</summary>
    public static async Task Play(RehearsalStage stage, CancellationToken cancel)
    {
        foreach (var act in Acts)
            await act.Play(stage, cancel);
        Summarize(stage);
    }

    private static void Summarize(RehearsalStage stage)
    {
        var launches = stage.Started + stage.Denied;
        stage.View.Heading("Summary");
        stage.View.Row("commands", $"{stage.Commands.Count}, as one would type them");
        stage.View.Row("changes to the organization", $"{stage.Commands.Changes}, each recorded and chained");
        stage.View.Row("checks of enforcement", $"{stage.Reports.Checks}, all as expected");
        stage.View.Row(
            "launches that were tried",
            $"{launches}: {stage.Started} started, {stage.Denied} denied, as they should"
        );
    }
}
