using System.CommandLine;
using System.CommandLine.Parsing;

namespace AmiGovernance.Cli.Shell;

/// <summary>
/// Paths as the user gives them are relative to the folder that the user is in, and those that commands have by themselves to the
/// repository. This makes the ones into the others.
/// </summary>
internal static class GivenPaths
{
    private const string Config = "--config";

    private static readonly string[] Words = ["FILE", "DIR", "PATH", "PLAN", "OLD", "NEW"];

    /// <summary>Whether a value of it is a path on this machine.</summary>
    public static bool IsPath(Option option) => option.HelpName is "FILE" or "DIR" or "PATH";

    public static bool IsPath(Argument argument) => Words.Contains(argument.HelpName ?? argument.Name);

    /// <summary>The command line for the repository's folder.</summary>
    /// <param name="result">Of the command line as it was given, without errors.</param>
    public static string[] FromRoot(CliContext context, ParseResult result)
    {
        var paths = new HashSet<Token>(Tokens(result), ReferenceEqualityComparer.Instance);
        paths.ExceptWith(MistypedOptions.In(result));
        var words = result.Tokens.Select(t => paths.Contains(t) ? Moved(context.Start, t.Value) : t.Value).ToList();
        if (context.Config is { } config && TakesConfig(result))
            words.InsertRange(result.Tokens.Count(t => t.Type == TokenType.Command), [Config, config]);
        return [.. words];
    }

    /// <summary>The path of a file in the user's folder from the repository's.</summary>
    public static string FromStart(CliContext context, string name) =>
        context.Start.Length == 0 ? name : Joined(context.Start, name);

    private static bool TakesConfig(ParseResult result) =>
        result.CommandResult.Command.Options.FirstOrDefault(o => o.Name == Config) is { } option
        && result.GetResult(option) is null or { Implicit: true };

    private static IEnumerable<Token> Tokens(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var options = command
            .Options.Where(o => IsPath(o) || IsOutput(o))
            .SelectMany(o => result.GetResult(o)?.Tokens ?? []);
        var arguments = command.Arguments.Where(IsPath).SelectMany(a => result.GetResult(a)?.Tokens ?? []);
        return options.Concat(arguments);
    }

    private static bool IsOutput(Option option) => option.ValueType == typeof(OutputTarget[]);

    /// <summary>What is no path stays: standard input and output, addresses, formats without a file.</summary>
    private static string Moved(string start, string given)
    {
        if (given.Length == 0 || given == "-" || given.Contains("://", StringComparison.Ordinal))
            return given;
        var equals = given.IndexOf('=', StringComparison.Ordinal);
        var isFormat = OutputTarget.IsFormat(equals < 0 ? given : given[..equals]);
        if (isFormat)
            return equals < 0 ? given : $"{given[..equals]}={Moved(start, given[(equals + 1)..])}";
        return Path.IsPathRooted(given) ? given : Joined(start, given);
    }

    private static string Joined(string start, string given)
    {
        var parts = new List<string>();
        foreach (var part in $"{start}/{given}".Split('/').Where(p => p is not ("" or ".")))
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        return parts.Count == 0 ? "." : string.Join('/', parts);
    }
}
