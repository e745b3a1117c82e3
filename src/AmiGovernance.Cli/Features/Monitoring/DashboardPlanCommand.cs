using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>Shows what would be done to CloudWatch, CloudWatch Logs, SNS and EventBridge, and writes it down to be done.</summary>
internal static class DashboardPlanCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Option<string?>("--out")
        {
            Description = "Write the plan to a file for `amigov dashboard apply`",
            HelpName = "FILE",
        };
        var detailed = new Option<bool>("--detailed-exitcode")
        {
            Description = "Exit with 3 when there is something to do",
        };
        var (adopt, delete) = Switches();
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var region = new Option<string?>("--region")
        {
            Description = "The Region of the log group; default: the profile's",
            HelpName = "REGION",
        };
        var command = new Command("plan", "Compare what is watched with what should be, and show each change")
        {
            file,
            detailed,
            adopt,
            delete,
            output,
        };
        var options = new DashboardOptions(region, isRequired: false).AddTo(command);
        var aws = new AwsOptions(region: region).AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(delete) && result.GetResult("--log-group") is null)
                result.AddError("'--log-group' says what is watched");
        });
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                if (options.Read(result, context, connection.Region.SystemName) is not { } input)
                    return ExitCodes.Errors;
                if (
                    await Plan(context, connection, input, result.GetValue(adopt), result.GetValue(delete), cancel)
                    is not { } plan
                )
                    return ExitCodes.Errors;
                var written = TableOutput.Write(
                    context,
                    CommonOptions.Targets(result, output),
                    format =>
                        format switch
                        {
                            OutputFormat.Json => MonitoringPlanView.Json(plan),
                            OutputFormat.Markdown => MonitoringPlanView.Markdown(plan),
                            _ => MonitoringPlanView.Text(plan),
                        }
                );
                if (written != ExitCodes.Done)
                    return written;
                if (
                    result.GetValue(file) is { } path
                    && !PlanFiles.Write(context, path, MonitoringPlanFile.Write(plan), "dashboard apply")
                )
                    return ExitCodes.Errors;
                return result.GetValue(detailed) && !plan.Steps.IsEmpty ? ExitCodes.No : ExitCodes.Done;
            }
        );
        return command;
    }

    public static (Option<bool> Adopt, Option<bool> Delete) Switches() =>
        (
            new("--adopt") { Description = "Take over what has our names and does not carry our tag" },
            new("--delete") { Description = "Take everything away that is ours" }
        );

    /// <summary>Null with a report when there is no plan.</summary>
    public static async Task<MonitoringPlan?> Plan(
        CliContext context,
        AwsConnection connection,
        MonitoringInput input,
        bool adopt,
        bool delete,
        CancellationToken cancel
    )
    {
        var caller = await connection.GetCallerIdentity(cancel);
        var bag = new DiagnosticBag();
        var plan = await new PlanMonitoring(connection.Monitoring).Run(
            input,
            new MonitoringPlace(connection.Region.PartitionName, caller.Account, connection.Region.SystemName),
            adopt,
            delete,
            bag,
            cancel
        );
        context.PrintFindings(bag.ToSorted());
        return plan;
    }
}
