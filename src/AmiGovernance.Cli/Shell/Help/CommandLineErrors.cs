using System.CommandLine;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>Says what is wrong with a command line, and where what is right can be read.</summary>
internal static class CommandLineErrors
{
    public static void Write(TextWriter writer, ParseResult result)
    {
        // "No command given" says nothing beside the word that was not understood.
        foreach (
            var error in result.Errors.Where(e =>
                result.UnmatchedTokens.Count == 0 || e.Message.Contains('\'', StringComparison.Ordinal)
            )
        )
            writer.WriteLine(
                Sanitize.Text(error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal))
            );
        foreach (var token in result.UnmatchedTokens)
            WriteNearest(writer, result, token);
        WriteHelp(writer, result);
    }

    /// <summary>Of a word that the parser takes for a name, and that looks like an option.</summary>
    public static void WriteUnrecognized(TextWriter writer, ParseResult result, string word)
    {
        var shown = Sanitize.Text(word);
        writer.WriteLine($"Unrecognized command or argument '{shown}'.");
        if (!WriteNearest(writer, result, word.Split('=', ':')[0]))
            writer.WriteLine($"names that begin with `-` stand behind `--`: `-- {shown}`");
        WriteHelp(writer, result);
    }

    private static bool WriteNearest(TextWriter writer, ParseResult result, string word)
    {
        var command = result.CommandResult.Command;
        var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name));
        if (Suggestion.For(word, known) is not { } nearest)
            return false;
        writer.WriteLine($"did you mean '{nearest}'?");
        return true;
    }

    /// <summary>The same of what the parser takes.</summary>
    public static void Write(TextWriter writer, ParseResult result, string problem)
    {
        writer.WriteLine(problem);
        WriteHelp(writer, result);
    }

    private static void WriteHelp(TextWriter writer, ParseResult result) =>
        writer.WriteLine($"`{HelpSheets.NameOf(result.CommandResult.Command)} --help` shows what can be given");
}
