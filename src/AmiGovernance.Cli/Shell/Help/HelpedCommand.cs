using System.CommandLine;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>A command with what help, manual and reference say of it: every command of the program is one.</summary>
internal sealed class HelpedCommand(string name, string description, CommandHelp help) : Command(name, description)
{
    public CommandHelp Help { get; } = help;
}
