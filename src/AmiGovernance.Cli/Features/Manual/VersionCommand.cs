using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Manual;

/// <summary>The same as `--version`.</summary>
internal static class VersionCommand
{
    public static Command Create(CliContext context)
    {
        var help = new CommandHelp("amigov version", "commands");
        var command = new HelpedCommand("version", "Print the version", help);
        command.Action = new ShowVersion(context);
        return command;
    }
}
