using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The organization's images: their names, who may launch them, and making them private.</summary>
internal static class ImagesCommand
{
    public static Command Create(CliContext context) =>
        new HelpedCommand(
            "images",
            "Find public, shared and misnamed images of the organization, and make them private",
            new CommandHelp("amigov images scan --depth public", "images")
        )
        {
            ImagesScanCommand.Create(context),
            ImagesFindCommand.Create(context),
            ImagesListCommand.Create(context),
            ImagesShowCommand.Create(context),
            ImagesSettingsCommand.Create(context),
            ImagesChangesCommand.Create(context),
            ImagesQueryCommand.Create(context),
            ImagesReportCommand.Create(context),
            ImagesScheduleCommand.Create(context),
            ImagesReviewCommand.Create(context),
            ImagesRemediateCommand.Create(context),
            ImagesUndoCommand.Create(context),
            ImagesNamingCommand.Create(context),
        };
}
