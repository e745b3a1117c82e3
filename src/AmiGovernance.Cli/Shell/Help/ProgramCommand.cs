using System.CommandLine;
using System.CommandLine.Help;
using AmiGovernance.Cli.Shell.Completion;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>The program itself: its commands in groups.</summary>
internal sealed class ProgramCommand : RootCommand
{
    public static CommandHelp Help { get; } = new("amigov rehearse", "commands");

    public ProgramCommand(CliContext context, params CommandGroup[] groups)
        : base("Governs which machine images (AMIs) an AWS Organization may launch, create and share")
    {
        Groups = groups;
        foreach (var command in groups.SelectMany(g => g.Commands))
            Subcommands.Add(command);
        RepositoryCompletion.AddTo(this, new RepositoryWords(context.Files));
        Options.Remove(Options.OfType<HelpOption>().Single());
        Options.Insert(
            0,
            new HelpOption("--help", "-h", "-?")
            {
                Description = "Show the help of a command",
                Action = new ShowHelp(context),
            }
        );
        foreach (var option in GlobalOptions.Create())
            Options.Add(option);
        var version = Options.OfType<VersionOption>().Single();
        version.Description = "Show the version";
        version.Action = new ShowVersion(context);
    }

    public IReadOnlyList<CommandGroup> Groups { get; }
}
