using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace AmiGovernance.Cli.Shell;

/// <summary>Words that look like options, and that the parser takes for names and paths since no option is called so.</summary>
internal static partial class MistypedOptions
{
    /// <summary>In order. Behind `--` there are none, and `-` alone is standard input.</summary>
    public static IEnumerable<Token> In(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var arguments = command.Arguments.SelectMany(a => result.GetResult(a)?.Tokens ?? []);
        var paths = command.Options.Where(GivenPaths.IsPath).SelectMany(o => result.GetResult(o)?.Tokens ?? []);
        var taken = new HashSet<Token>(arguments.Concat(paths), ReferenceEqualityComparer.Instance);
        return result
            .Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash)
            .Where(t => taken.Contains(t) && Shape().IsMatch(t.Value));
    }

    [GeneratedRegex("^--?[A-Za-z][A-Za-z0-9-]*([=:]|$)")]
    private static partial Regex Shape();
}
