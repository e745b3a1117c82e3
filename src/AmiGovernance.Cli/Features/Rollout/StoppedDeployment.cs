using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>
/// Looks once more after an emergency that stopped another deployment: a call of that one that was on its way may arrive later.
/// </summary>
internal sealed class StoppedDeployment(CliContext context, Deployment deployment)
{
    /// <summary>Three quiet looks are longer than a call of ours waits for its answer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private const int QuietLooks = 3;

    /// <summary>Somebody who enforces again each time is no late call.</summary>
    private const int MostLooks = 12;

    /// <summary>The exit code.</summary>
    public async Task<int> Outlast(
        Func<Task<PlannedRollback?>> plan,
        DeploymentConsent consent,
        CallerDetails caller,
        CancellationToken cancel
    )
    {
        context.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"its last call may still arrive: looking again for {QuietLooks * Pause.TotalSeconds} seconds"
            )
        );
        var (quiet, done) = (0, ExitCodes.Done);
        for (var look = 0; look < MostLooks && quiet < QuietLooks; look++)
        {
            await Task.Delay(Pause, context.Time, cancel);
            if ((await plan())?.Propose() is not { } proposal)
                return ExitCodes.Errors;
            quiet = proposal.Plan.IsEmpty ? quiet + 1 : 0;
            if (proposal.Plan.IsEmpty)
                continue;
            context.Out.WriteLine("a call arrived after all:");
            PlanView.WriteSteps(context.Out, proposal.Plan.Steps);
            var code = await deployment.Run(proposal, consent, caller, cancel);
            if (!ExitCodes.IsDone(code))
                return code;
            if (code != ExitCodes.Done)
                done = code;
        }
        if (quiet == QuietLooks)
            return done;
        deployment.Report(
            PlanningDiagnostics.RecordBehind,
            "somebody enforces again each time that it is taken back",
            "`amigov status` names who; stop them, and run the same command again"
        );
        return ExitCodes.Errors;
    }
}
