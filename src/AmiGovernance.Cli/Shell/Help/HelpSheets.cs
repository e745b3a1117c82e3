using System.CommandLine;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>Makes a sheet of a command's declaration.</summary>
internal static class HelpSheets
{
    private const string Program = "amigov";

    public static HelpSheet Of(Command command) =>
        new(
            NameOf(command),
            command.Description ?? "",
            Usage(command),
            [.. Sections(command).Where(s => s.Rows.Count > 0)],
            HelpOf(command)
        );

    public static string NameOf(Command command) =>
        command is RootCommand
            ? Program
            : string.Join(' ', [.. command.Parents.OfType<Command>().Select(NameOf), command.Name]);

    /// <summary>The command and all below it, in the order of their declaration.</summary>
    public static IEnumerable<Command> All(Command command) =>
        command.Subcommands.Where(c => !c.Hidden).SelectMany(All).Prepend(command);

    private static CommandHelp HelpOf(Command command) =>
        command is HelpedCommand helped ? helped.Help : ProgramCommand.Help;

    private static string Usage(Command command)
    {
        var arguments = command.Arguments.Where(a => !a.Hidden).Select(HelpTerms.Usage);
        string[] below = command.Subcommands.Count > 0 ? ["COMMAND"] : [];
        string[] options = Options(command).Any() || command is RootCommand ? ["[options]"] : [];
        return string.Join(' ', [NameOf(command), .. below, .. arguments, .. options]);
    }

    private static IEnumerable<Option> Options(Command command) =>
        command.Options.Where(o => !o.Hidden && !(o.Recursive && command is not RootCommand));

    private static IEnumerable<HelpSection> Sections(Command command)
    {
        foreach (var group in Groups(command))
            yield return new HelpSection(group.Title, [.. group.Commands.Where(c => !c.Hidden).Select(Row)]);
        yield return new HelpSection(
            "Arguments",
            [.. command.Arguments.Where(a => !a.Hidden).Select(a => new HelpRow(HelpTerms.Of(a), HelpTerms.Text(a)))]
        );
        yield return new HelpSection(
            command is RootCommand ? "Options of every command" : "Options",
            [.. Options(command).Select(o => new HelpRow(HelpTerms.Of(o), HelpTerms.Text(o)))]
        );
    }

    private static IReadOnlyList<CommandGroup> Groups(Command command) =>
        command is ProgramCommand program ? program.Groups : [new CommandGroup("Commands", [.. command.Subcommands])];

    private static HelpRow Row(Command command) => new(command.Name, command.Description ?? "");
}
