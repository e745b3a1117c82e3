using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Rollout.Status;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Where the rollout stands, on one screen.</summary>
internal static class StatusCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var policies = new Option<string>("--policies")
        {
            Description = "The folder of the policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => "dist",
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command(
            "status",
            "Show what is attached where, its mode, drift, and which accounts are not covered"
        )
        {
            config,
            policies,
            output,
        };
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                using var progress = new ProgressLine(context);
                var report = await new ReadStatus(connection.Organizations, context.Files, context.Time, progress).Run(
                    new StatusRequest(result.GetValue(config) ?? "", result.GetValue(policies) ?? ""),
                    cancel
                );
                progress.Dispose();
                var written = TableOutput.Write(
                    context,
                    CommonOptions.Targets(result, output),
                    format =>
                        format switch
                        {
                            OutputFormat.Json => StatusView.Json(report),
                            OutputFormat.Markdown => StatusView.Markdown(report),
                            _ => StatusView.Text(report),
                        }
                );
                return written != ExitCodes.Done ? written
                    : !report.Drifts.IsEmpty ? ExitCodes.No
                    : !report.NotRead.IsEmpty ? ExitCodes.Incomplete
                    : ExitCodes.Done;
            }
        );
        return command;
    }
}
