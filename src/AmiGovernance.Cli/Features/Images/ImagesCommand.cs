using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The organization's images: their names, who may launch them, and making them private.</summary>
internal static class ImagesCommand
{
    public static Command Create(CliContext context) =>
        new("images", "Find public, shared and misnamed images of the organization, and make them private")
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
