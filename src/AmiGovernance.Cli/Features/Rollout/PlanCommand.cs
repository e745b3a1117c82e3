using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Shows what would be done to the organization, and writes it down to be done.</summary>
internal static class PlanCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Option<string?>("--out")
        {
            Description = "Write the plan to a file for `amigov apply`",
            HelpName = "FILE",
        };
        var detailed = new Option<bool>("--detailed-exitcode")
        {
            Description = "Exit with 3 when there is something to do",
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("plan", "Compare the organization with the policies and show each call between them")
        {
            file,
            detailed,
            output,
        };
        var deployment = new DeploymentOptions().AddTo(command);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                if (await deployment.Plan(result, context, connection, cancel) is not { } report)
                    return ExitCodes.Errors;
                var written = TableOutput.Write(
                    context,
                    CommonOptions.Targets(result, output),
                    format =>
                        format switch
                        {
                            OutputFormat.Json => PlanView.Json(report, context.Time.Today().Text()),
                            OutputFormat.Markdown => PlanView.Markdown(report),
                            _ => PlanView.Text(report),
                        }
                );
                if (written != ExitCodes.Done)
                    return written;
                if (
                    result.GetValue(file) is { } path
                    && !PlanFiles.Write(
                        context,
                        path,
                        PlanFile.Write(report.Plan),
                        report.Plan.Enforces ? "promote" : "apply"
                    )
                )
                    return ExitCodes.Errors;
                return result.GetValue(detailed) && !report.Plan.IsEmpty ? ExitCodes.No : ExitCodes.Done;
            }
        );
        return command;
    }
}
