using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
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
        var detailed = new Option<bool>("--exit-code") { Description = "Exit with 3 when there is something to do" };
        var (adopt, delete) = Switches();
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var region = Region("The Region of the log group; default: the profile's");
        var command = New(file, detailed, adopt, delete, output);
        var options = new DashboardOptions(region, isRequired: false).AddTo(command);
        var aws = new AwsOptions(region: region).AddTo(command);
        RequireLogGroup(command, unless: delete);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                return await Run(Arguments(result), context, connection, cancel);
            }
        );
        return command;

        DashboardPlanArguments Arguments(ParseResult result) =>
            new(
                options.Read(result, context),
                result.GetValue(adopt),
                result.GetValue(delete),
                result.GetValue(file),
                result.GetValue(detailed),
                CommonOptions.Targets(result, output)
            );
    }

    private static HelpedCommand New(params Option[] options)
    {
        var command = new HelpedCommand(
            "plan",
            "Compare what is watched with what should be, and show each change",
            new CommandHelp(
                "amigov dashboard plan --log-group aws-cloudtrail-logs-org --out dashboard.json",
                "monitoring"
            )
        );
        foreach (var option in options)
            command.Options.Add(option);
        return command;
    }

    private static void RequireLogGroup(Command command, Option<bool> unless) =>
        command.AddCheck(result =>
        {
            if (!result.GetValue(unless) && result.GetResult("--log-group") is null)
                result.AddError("'--log-group' says what is watched");
        });

    public static (Option<bool> Adopt, Option<bool> Delete) Switches() =>
        (
            new("--adopt") { Description = "Take over what has our names and does not carry our tag" },
            new("--delete") { Description = "Take everything away that is ours" }
        );

    public static Option<string?> Region(string description) =>
        new("--region") { Description = description, HelpName = "REGION" };

    internal static async Task<int> Run(
        DashboardPlanArguments arguments,
        CliContext context,
        AwsConnection connection,
        CancellationToken cancel
    )
    {
        if (!RegionArguments.TryRead(context, connection.Region.SystemName, out var region))
            return ExitCodes.BadCommandLine;
        if (arguments.Watched.Input(context, region) is not { } input)
            return ExitCodes.Errors;

        var caller = await connection.GetCallerIdentity(cancel);
        var place = new MonitoringPlace(connection.Region.PartitionName, caller.Account, region);
        var request = new MonitoringRequest(input, place, arguments.Adopt, arguments.Delete);
        var plan = await Plan(request, context, connection.Monitoring, cancel);
        return plan is null ? ExitCodes.Errors : Show(plan, arguments, context);
    }

    /// <summary>Null with a report when there is no plan.</summary>
    public static async Task<MonitoringPlan?> Plan(
        MonitoringRequest request,
        CliContext context,
        IMonitoringReader monitoring,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        var plan = await new PlanMonitoring(monitoring).Run(request, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        return plan;
    }

    private static int Show(MonitoringPlan plan, DashboardPlanArguments arguments, CliContext context)
    {
        var written = TableOutput.Write(context, arguments.Targets, format => Render(plan, format));
        if (written != ExitCodes.Done)
            return written;
        if (arguments.PlanFile is { } path && !Keep(plan, path, context))
            return ExitCodes.Errors;
        return arguments.DetailedExitCode && !plan.Steps.IsEmpty ? ExitCodes.No : ExitCodes.Done;
    }

    private static bool Keep(MonitoringPlan plan, string path, CliContext context) =>
        PlanFiles.Write(context, path, MonitoringPlanFile.Write(plan), ShellText.Of($"dashboard apply"));

    private static string Render(MonitoringPlan plan, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => ReportJson.Of(MonitoringPlanView.Document(plan)),
            OutputFormat.Markdown => MonitoringPlanView.Markdown(plan),
            _ => MonitoringPlanView.Text(plan),
        };
}
