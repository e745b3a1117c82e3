using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What CloudTrail recorded of images: who launched, made, shared and was denied what.</summary>
internal static class TrailCommand
{
    public static Command Create(CliContext context) =>
        new HelpedCommand(
            "trail",
            "What CloudTrail recorded of launches, images and guardrails",
            new CommandHelp("amigov trail scan logs --owners images.json", "trail")
        )
        {
            TrailScanCommand.Create(context),
            TrailLiveCommand.Create(context),
            TrailAthenaCommand.Create(context),
            TrailClickHouseCommand.Create(context),
            TrailLogsCommand.Create(context),
        };
}
