using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>Plans, shows, has confirmed and carries out what `dashboard apply` was asked for.</summary>
/// <param name="who">The ARN that AWS knows the caller by.</param>
internal sealed class DashboardApplication(
    DashboardApplyArguments arguments,
    CliContext context,
    AwsConnection connection,
    string who
)
{
    private const string GoOn = "what was done is recorded; run it again to go on from there";

    private readonly Deployment deployment = new(context, connection.Organizations);

    /// <summary>By a plan that is made and shown now.</summary>
    public async Task<int> Run(MonitoringPlace here, CancellationToken cancel)
    {
        using var held = RunLock.Take(context, RunLock.Monitoring, "dashboard apply");
        if (held is null)
            return ExitCodes.Errors;
        if (arguments.Watched.Input(context, here.Region) is not { } input)
            return ExitCodes.Errors;

        var request = new MonitoringRequest(input, here, arguments.Adopt, arguments.Delete);
        var plan = await DashboardPlanCommand.Plan(request, context, connection.Monitoring, cancel);
        return plan is null ? ExitCodes.Errors : await Confirm(plan, cancel);
    }

    /// <summary>By a plan that was reviewed: only where it was made for, and only its steps.</summary>
    public async Task<int> Run(ReviewedMonitoring reviewed, MonitoringPlace here, CancellationToken cancel)
    {
        using var held = RunLock.Take(context, RunLock.Monitoring, "dashboard apply");
        if (held is null)
            return ExitCodes.Errors;
        var bag = new DiagnosticBag();
        if (!reviewed.IsFor(here, bag))
            return Stale(bag);

        var request = reviewed.Request with { Place = here };
        var plan = await DashboardPlanCommand.Plan(request, context, connection.Monitoring, cancel);
        if (plan is null)
            return ExitCodes.Errors;
        return reviewed.Covers(plan, bag) ? await Confirm(plan, cancel) : Stale(bag);
    }

    private int Stale(DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        return ExitCodes.No;
    }

    private async Task<int> Confirm(MonitoringPlan plan, CancellationToken cancel)
    {
        context.Out.Write(MonitoringPlanView.Text(plan));
        if (plan.Steps.IsEmpty)
            return ExitCodes.Done;

        var question = $"{Confirmation.Make(plan.Steps.Length, "change")} in {plan.Request.Place}?";
        return Confirmation.Ask(context, question, arguments.Yes, cancel)
            ? await CarryOut(plan, cancel)
            : ExitCodes.Errors;
    }

    private async Task<int> CarryOut(MonitoringPlan plan, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var progress = new StepProgress<MonitoringStep>(context, plan.Steps.Length, MonitoringPlanView.Describe);
        var apply = new ApplyMonitoring(connection.Monitoring, context.Files, context.Time, progress);
        using var interrupts = Interrupts.During(context, cancel);
        var applied = await apply.Run(plan, who, arguments.Why, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        if (applied is null)
            return ExitCodes.Errors;
        if (applied.IsInterrupted)
            return Interrupted(applied.StepsDone, plan.Steps.Length);
        if (applied.Failure is not null)
            return Failed(applied.StepsDone, applied.Failure);

        context.Out.WriteLine($"✓ {Plural.Of(applied.StepsDone, "change")}, recorded in {ApplyMonitoring.RecordPath}");
        foreach (var address in plan.NewSubscribers)
            context.Error.WriteLine(
                $"AWS has sent a mail to {Sanitize.Text(address)}: alarms reach it only when it is confirmed, within two days"
            );
        return ExitCodes.Done;
    }

    private int Interrupted(int stepsDone, int steps)
    {
        var done = Plural.Of(stepsDone, "change");
        var rest = Plural.Of(steps - stepsDone, "change is left", "changes are left");
        deployment.Report(
            PlanningDiagnostics.CallFailed,
            $"interrupted after {done}; {rest}",
            "run `amigov dashboard apply` again, with the same options, to go on"
        );
        return ExitCodes.Cancelled;
    }

    private int Failed(int stepsDone, AwsFailure failure)
    {
        var wayOut = AwsDiagnostics.Help(failure);
        deployment.Report(
            PlanningDiagnostics.CallFailed,
            $"after {Plural.Of(stepsDone, "change")}: {AwsDiagnostics.Message(failure)}",
            wayOut is null ? GoOn : $"{wayOut}; {GoOn}"
        );
        return ExitCodes.Errors;
    }
}
