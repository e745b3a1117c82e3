using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Keeps what was decided on the findings of a backtest, as files that are reviewed like code.</summary>
internal static class TriageCommand
{
    public static Command Create(CliContext context) =>
        new HelpedCommand(
            "triage",
            "What was decided on the findings of a backtest",
            new CommandHelp("amigov triage list --open", "triage")
        )
        {
            TriageListCommand.Create(context),
            TriageSetCommand.Create(context),
        };

    public static Option<string> Folder() =>
        new("--triage")
        {
            Description = "The folder of the decisions",
            HelpName = "DIR",
            DefaultValueFactory = _ => TriageFiles.DefaultFolder,
        };
}
