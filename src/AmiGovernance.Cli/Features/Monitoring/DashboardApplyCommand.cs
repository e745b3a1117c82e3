using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>
/// Puts what a team watches into CloudWatch, CloudWatch Logs, SNS and EventBridge, by a plan that was reviewed or one that is shown
/// now.
/// </summary>
internal static class DashboardApplyCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string?>("PLAN")
        {
            Description = "A file of `amigov dashboard plan --out`; without it a plan is made, shown and confirmed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var why = new Option<string>("--reason")
        {
            Description = "The reason or ticket, for the record",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Confirm without being asked" };
        var (adopt, delete) = DashboardPlanCommand.Switches();
        var region = DashboardPlanCommand.Region("The Region of the log group; default: the plan's, or the profile's");
        var command = New(file, why, yes, adopt, delete);
        var options = new DashboardOptions(region, isRequired: false).AddTo(command);
        var aws = new AwsOptions(region: region).AddTo(command);
        command.AddCheck(result =>
        {
            if (result.GetValue(file) is null && !result.GetValue(delete) && result.GetResult("--log-group") is null)
                result.AddError("'--log-group' says what is watched; or give a plan");
        });
        command.SetAction(
            (result, cancel) =>
                Run(Arguments(result), context, fallback => aws.Connect(result, context, fallback?.Value), cancel)
        );
        return command;

        DashboardApplyArguments Arguments(ParseResult result) =>
            new(
                result.GetValue(file),
                options.Read(result, context),
                result.GetValue(adopt),
                result.GetValue(delete),
                result.GetValue(why) ?? "",
                result.GetValue(yes)
            );
    }

    private static HelpedCommand New(Argument file, params Option[] options)
    {
        var command = new HelpedCommand(
            "apply",
            "Make, change or remove the dashboard, metric filters, alarms, topic and event rule",
            new CommandHelp("amigov dashboard apply dashboard.json --reason OPS-1", "monitoring")
        )
        {
            file,
        };
        foreach (var option in options)
            command.Options.Add(option);
        return command;
    }

    /// <param name="connect">Opens the way to AWS; the Region is that of the plan, where none was named.</param>
    internal static async Task<int> Run(
        DashboardApplyArguments arguments,
        CliContext context,
        Func<RegionName?, AwsConnection> connect,
        CancellationToken cancel
    )
    {
        var reviewed = arguments.PlanFile is { } path ? PlanFiles.Read(context, path, MonitoringPlanFile.Read) : null;
        if (reviewed is null && arguments.PlanFile is not null)
            return ExitCodes.Errors;

        using var connection = connect(reviewed?.Request.Place.Region);
        if (!RegionArguments.TryRead(context, connection.Region.SystemName, out var region))
            return ExitCodes.BadCommandLine;

        var caller = await connection.GetCallerIdentity(cancel);
        var here = new MonitoringPlace(connection.Region.PartitionName, caller.Account, region);
        var application = new DashboardApplication(arguments, context, connection, caller.Arn);
        return reviewed is null ? await application.Run(here, cancel) : await application.Run(reviewed, here, cancel);
    }
}
