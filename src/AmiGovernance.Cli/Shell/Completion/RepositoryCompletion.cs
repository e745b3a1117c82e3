using System.CommandLine;

namespace AmiGovernance.Cli.Shell.Completion;

/// <summary>Gives options and arguments the words of the repository to complete, by what they ask for.</summary>
internal static class RepositoryCompletion
{
    public static void AddTo(Command command, RepositoryWords words)
    {
        foreach (var option in command.Options)
            if (WordsOf(option, words) is { } source)
                option.CompletionSources.Add(_ => Sorted(source()));
        foreach (var argument in command.Arguments)
            if (WordsOf(argument, words) is { } source)
                argument.CompletionSources.Add(_ => Sorted(source()));
        foreach (var below in command.Subcommands)
            AddTo(below, words);
    }

    private static Func<IEnumerable<string>>? WordsOf(Option option, RepositoryWords words) =>
        (option.Name, option.HelpName) switch
        {
            ("--account" or "--usable-by", "ID") => words.Accounts,
            ("--target", "ID") => words.Targets,
            ("--as", _) => words.Roles,
            ("--ticket", _) => words.Tickets,
            ("--deployment", _) => words.Deployments,
            _ => null,
        };

    private static Func<IEnumerable<string>>? WordsOf(Argument argument, RepositoryWords words) =>
        argument.Name switch
        {
            "TICKET" => words.Tickets,
            "DEPLOYMENT" => words.Deployments,
            "FINDING" => words.Findings,
            _ => null,
        };

    private static IEnumerable<string> Sorted(IEnumerable<string> words) =>
        words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
