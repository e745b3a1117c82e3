using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Manual;

/// <summary>Names of commands as words of the command line, such as `exception approve`.</summary>
internal static class CommandWords
{
    public static Argument<string[]> Argument()
    {
        var words = new Argument<string[]>("COMMAND")
        {
            Description = "The words of a command, such as `exception approve`; default: amigov itself",
            Arity = ArgumentArity.ZeroOrMore,
        };
        words.CompletionSources.Add(context => Next(context.ParseResult, words).Select(c => c.Name));
        return words;
    }

    /// <summary>The commands that may follow those that are given.</summary>
    private static IEnumerable<Command> Next(ParseResult result, Argument<string[]> words)
    {
        var given = result.GetValue(words) ?? [];
        Command command = result.RootCommandResult.Command;
        foreach (var word in given)
            command = Below(command, word) ?? command;
        return command.Subcommands.Where(c => !c.Hidden);
    }

    /// <summary>Null with a line on standard error when there is no such command.</summary>
    public static Command? Find(CliContext context, Command program, IReadOnlyList<string> words)
    {
        var command = program;
        foreach (var word in words)
        {
            if (Below(command, word) is { } found)
            {
                command = found;
                continue;
            }
            var nearest = Suggestion.For(word, command.Subcommands.Select(c => c.Name));
            var advice = nearest is null ? "" : $"; did you mean '{nearest}'?";
            context.Error.WriteLine($"{HelpSheets.NameOf(command)} has no command '{Sanitize.Text(word)}'{advice}");
            return null;
        }
        return command;
    }

    public static Command? Below(Command command, string word) =>
        command.Subcommands.FirstOrDefault(c => c.Name == word || c.Aliases.Contains(word));
}
