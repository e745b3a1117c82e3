using System.CommandLine;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>What is watched as text for other tools. Asks AWS nothing.</summary>
internal static class DashboardShowCommand
{
    private const string Json = "json",
        CloudFormation = "cloudformation",
        Terraform = "terraform";

    public static Command Create(CliContext context)
    {
        var region = new Option<string>("--region")
        {
            Description = "The Region of the log group",
            HelpName = "REGION",
            Required = true,
        };
        var format = new Option<string>("--output", "-o")
        {
            Description = $"{CloudFormation}, {Terraform} or {Json}",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => CloudFormation,
        };
        format.AcceptOnlyFromAmong(CloudFormation, Terraform, Json);
        var command = new HelpedCommand(
            "show",
            "Print the dashboard, metric filters, alarms, topic and event rule as CloudFormation, Terraform or JSON",
            new CommandHelp(
                "amigov dashboard show --log-group aws-cloudtrail-logs-org --region eu-central-1",
                "monitoring"
            )
        )
        {
            region,
            format,
        };
        var options = new DashboardOptions(region, isRequired: true).AddTo(command);
        command.SetAction(result =>
            Run(options.Read(result, context), result.GetValue(region) ?? "", result.GetValue(format), context)
        );
        return command;
    }

    private static int Run(DashboardArguments watched, string givenRegion, string? format, CliContext context)
    {
        if (!RegionArguments.TryRead(context, givenRegion, out var region))
            return ExitCodes.BadCommandLine;
        if (watched.Input(context, region) is not { } input)
            return ExitCodes.Errors;

        context.Document.Write(Render(MonitoringSet.Of(input), format));
        return ExitCodes.Done;
    }

    /// <summary>Without escapes, for patterns are made to be read and copied.</summary>
    private static string Document(MonitoringSet set) =>
        JsonText.ToText(
            JsonText.WriteFile(writer =>
                JsonSerializer.Serialize(writer, MonitoringJson.Of(set), ReportsJson.Default.MonitoringDocument)
            )
        );

    private static string Render(MonitoringSet set, string? format) =>
        format switch
        {
            Terraform => TerraformText.Of(set),
            Json => Document(set),
            _ => CloudFormationText.Of(set),
        };
}
