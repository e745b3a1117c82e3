using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Manual;

/// <summary>The same as `--help` behind a command.</summary>
internal static class HelpCommand
{
    public static Command Create(CliContext context)
    {
        var words = CommandWords.Argument();
        var help = new CommandHelp("amigov help exception approve", "commands");
        var command = new HelpedCommand("help", "Show the help of a command", help) { words };
        command.SetAction(result =>
        {
            var program = result.RootCommandResult.Command;
            if (CommandWords.Find(context, program, result.GetValue(words) ?? []) is not { } found)
                return ExitCodes.BadCommandLine;
            ShowHelp.Write(context, found);
            return ExitCodes.Done;
        });
        return command;
    }
}
