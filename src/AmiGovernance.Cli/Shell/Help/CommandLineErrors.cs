using System.CommandLine;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>Says what is wrong with a command line, and where what is right can be read.</summary>
internal static class CommandLineErrors
{
    public static void Write(TextWriter writer, ParseResult result)
    {
        var command = result.CommandResult.Command;
        var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name)).ToList();
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
            if (Suggestion.For(token, known) is { } nearest)
                writer.WriteLine($"did you mean '{nearest}'?");
        WriteHelp(writer, result);
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
