using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>Puts what a team watches into CloudWatch, CloudWatch Logs, SNS and EventBridge, by a plan that was reviewed or one that is shown now.</summary>
internal static class DashboardApplyCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string?>("PLAN")
        {
            Description = "A file of `amigov dashboard plan --out`; without it a plan is made, shown and confirmed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var why = new Option<string>("--why")
        {
            Description = "The reason or ticket, for the record",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Confirm without being asked" };
        var (adopt, delete) = DashboardPlanCommand.Switches();
        var region = new Option<string?>("--region")
        {
            Description = "The Region of the log group; default: the plan's, or the profile's",
            HelpName = "REGION",
        };
        var command = new Command(
            "apply",
            "Make, change or remove the dashboard, metric filters, alarms, topic and event rule"
        )
        {
            file,
            why,
            yes,
            adopt,
            delete,
        };
        var options = new DashboardOptions(region, isRequired: false).AddTo(command);
        var aws = new AwsOptions(region: region).AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null && !result.GetValue(delete) && result.GetResult("--log-group") is null)
                result.AddError("'--log-group' says what is watched; or give a plan");
        });
        command.SetAction(
            async (result, cancel) =>
            {
                var reviewed = result.GetValue(file) is { } path
                    ? PlanFiles.Read(context, path, MonitoringPlanFile.Read)
                    : null;
                if (reviewed is null && result.GetValue(file) is not null)
                    return ExitCodes.Errors;
                using var connection = aws.Connect(result, context, reviewed?.Place.Region);
                var deployment = new Deployment(context, connection);
                var caller = await connection.GetCallerIdentity(cancel);
                if (
                    reviewed is not null
                    && (
                        reviewed.Place.Account != caller.Account
                        || reviewed.Place.Region != connection.Region.SystemName
                    )
                )
                {
                    deployment.Report(
                        PlanningDiagnostics.PlanStale,
                        $"the plan is for {reviewed.Place.Account} {reviewed.Place.Region}; the credentials are those of {caller.Account} {connection.Region.SystemName}",
                        "choose the profile and Region of the plan"
                    );
                    return ExitCodes.No;
                }
                if ((reviewed?.Input ?? options.Read(result, context, connection.Region.SystemName)) is not { } input)
                    return ExitCodes.Errors;
                if (
                    await DashboardPlanCommand.Plan(
                        context,
                        connection,
                        input,
                        reviewed?.Adopts ?? result.GetValue(adopt),
                        reviewed?.Deletes ?? result.GetValue(delete),
                        cancel
                    )
                    is not { } plan
                )
                    return ExitCodes.Errors;
                if (reviewed?.Covers(plan) == false)
                {
                    deployment.Report(
                        PlanningDiagnostics.PlanStale,
                        "what is watched is not as it was when the plan was made",
                        "make a new plan with `amigov dashboard plan`, and look at what changed"
                    );
                    return ExitCodes.No;
                }
                context.Out.Write(MonitoringPlanView.Text(plan));
                if (plan.Steps.IsEmpty)
                    return ExitCodes.Done;
                if (
                    !deployment.Confirm(
                        $"Make these {Plural.Of(plan.Steps.Length, "change")} in {plan.Place.Account} {plan.Place.Region}?",
                        result.GetValue(yes)
                    )
                )
                    return ExitCodes.Errors;
                return await Run(context, connection, deployment, plan, caller.Arn, result.GetValue(why) ?? "", cancel);
            }
        );
        return command;
    }

    private static async Task<int> Run(
        CliContext context,
        AwsConnection connection,
        Deployment deployment,
        MonitoringPlan plan,
        string who,
        string why,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        var apply = new ApplyMonitoring(
            connection.Monitoring,
            context.Files,
            context.Time,
            new StepProgress<MonitoringStep>(context, plan.Steps.Length, MonitoringPlanView.Describe)
        );
        var result = await apply.Run(plan, who, why, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        if (result is null)
            return ExitCodes.Errors;
        if (result.Outcome == ApplyOutcome.Failed)
        {
            deployment.Report(
                PlanningDiagnostics.CallFailed,
                $"after {Plural.Of(result.StepsDone, "change")}: {Visible.Text(result.Detail)}",
                "what was done is recorded; run it again to go on from there"
            );
            return ExitCodes.Errors;
        }
        context.Out.WriteLine($"✓ {Plural.Of(result.StepsDone, "change")}, recorded in {ApplyMonitoring.RecordPath}");
        foreach (
            var mail in plan.Steps.Where(s =>
                s is { Change: MonitoringChange.Create, Resource.Kind: MonitoringKind.Subscription }
            )
        )
            context.Error.WriteLine(
                $"AWS has sent a mail to {Visible.Text(mail.Resource.Name.Split(':', 2)[1])}: alarms reach it only when it is confirmed, within two days"
            );
        return ExitCodes.Done;
    }
}
