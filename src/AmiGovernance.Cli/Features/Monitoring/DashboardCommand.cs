using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>What a team on call watches in CloudWatch: shown as text for other tools, or put there.</summary>
internal static class DashboardCommand
{
    public static Command Create(CliContext context) =>
        new HelpedCommand(
            "dashboard",
            "What a team on call watches in CloudWatch",
            new CommandHelp("amigov dashboard plan --log-group aws-cloudtrail-logs-org", "monitoring")
        )
        {
            DashboardShowCommand.Create(context),
            DashboardPlanCommand.Create(context),
            DashboardApplyCommand.Create(context),
        };
}
