using System.CommandLine;
using System.CommandLine.Parsing;

namespace AmiGovernance.Cli.Shell;

/// <summary>Checks that look at several values. A value that cannot be read has an error of its own, and ends the check.</summary>
internal static class CommandChecks
{
    public static void AddCheck(this Command command, Action<CommandResult> check) =>
        command.Validators.Add(result => Run(check, result));

    public static void AddCheck(this Option option, Action<OptionResult> check) =>
        option.Validators.Add(result => Run(check, result));

    public static void AddCheck(this Argument argument, Action<ArgumentResult> check) =>
        argument.Validators.Add(result => Run(check, result));

    private static void Run<T>(Action<T> check, T result)
        where T : SymbolResult
    {
        try
        {
            check(result);
        }
        catch (InvalidOperationException)
        {
            // The parser's, where a value is missing, given twice, or none of the option's: it is reported beside.
        }
    }
}
