using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Features.Monitoring;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>What a team on call watches in CloudWatch: shown as text for other tools, or put there.</summary>
internal static class DashboardCommand
{
    private const string Json = "json",
        CloudFormation = "cloudformation",
        Terraform = "terraform";

    public static Command Create(CliContext context) =>
        new("dashboard", "What a team on call watches in CloudWatch")
        {
            Show(context),
            DashboardPlanCommand.Create(context),
            DashboardApplyCommand.Create(context),
        };

    private static Command Show(CliContext context)
    {
        var region = new Option<string>("--region")
        {
            Description = "The Region of the log group",
            HelpName = "REGION",
            Required = true,
        };
        var format = new Option<string>("--format")
        {
            Description = $"{CloudFormation}, {Terraform} or {Json}",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => CloudFormation,
        };
        format.AcceptOnlyFromAmong(CloudFormation, Terraform, Json);
        var command = new Command(
            "show",
            "Print the dashboard, metric filters, alarms, topic and event rule as CloudFormation, Terraform or JSON"
        )
        {
            region,
            format,
        };
        var options = new DashboardOptions(region, isRequired: true).AddTo(command);
        command.SetAction(result =>
        {
            if (options.Read(result, context, result.GetValue(region) ?? "") is not { } input)
                return ExitCodes.Errors;
            var set = MonitoringSet.Of(input);
            context.Out.Write(
                result.GetValue(format) switch
                {
                    Terraform => TerraformText.Of(set),
                    Json => MonitoringJson.Of(set, ReportJson.FormatVersion),
                    _ => CloudFormationText.Of(set),
                }
            );
            return ExitCodes.Done;
        });
        return command;
    }
}
