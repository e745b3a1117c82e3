using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Organizations;

/// <summary>The organization as a file, for the commands that take one.</summary>
internal static class OrgCommand
{
    public static Command Create(CliContext context) =>
        new HelpedCommand(
            "org",
            "The organization as a file",
            new CommandHelp("amigov org export organization.json", "organization")
        )
        {
            OrgExportCommand.Create(context),
        };
}
