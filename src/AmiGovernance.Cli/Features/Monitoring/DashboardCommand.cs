using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>What a team on call watches in CloudWatch: shown as text for other tools, or put there.</summary>
internal static class DashboardCommand
{
    public static Command Create(CliContext context) =>
        new("dashboard", "What a team on call watches in CloudWatch")
        {
            DashboardShowCommand.Create(context),
            DashboardPlanCommand.Create(context),
            DashboardApplyCommand.Create(context),
        };
}
