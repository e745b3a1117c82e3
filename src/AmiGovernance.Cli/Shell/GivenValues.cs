using System.CommandLine;
using System.CommandLine.Parsing;

namespace AmiGovernance.Cli.Shell;

/// <summary>What is wrong with values of a command line in which the parser finds nothing wrong.</summary>
internal static class GivenValues
{
    private const string NoPath = "the path is empty: is a variable not set?";

    /// <summary>Null for nothing.</summary>
    public static string? Problem(ParseResult result)
    {
        var command = result.CommandResult.Command;
        foreach (var option in command.Options)
            if (result.GetResult(option) is { Implicit: false } given && Problem(option, given) is { } problem)
                return $"{option.Name}: {problem}";
        var empty = command.Arguments.FirstOrDefault(a => GivenPaths.IsPath(a) && IsEmpty(result.GetResult(a)));
        return empty is null ? null : $"{empty.Name}: {NoPath}";
    }

    private static string? Problem(Option option, OptionResult given)
    {
        // Of `--for --for` the parser takes the second one for the value of the first.
        if (given.Tokens.Any(t => t.Value == option.Name))
            return "the value is missing";
        return GivenPaths.IsPath(option) && IsEmpty(given) ? NoPath : null;
    }

    private static bool IsEmpty(SymbolResult? given) => given?.Tokens.Any(t => t.Value.Length == 0) == true;
}
