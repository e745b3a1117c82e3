using System.CommandLine;

namespace AmiGovernance.Cli.Shell;

/// <summary>Options of every command, which change how it speaks and not what it does.</summary>
internal static class GlobalOptions
{
    private const string Color = "--color",
        Quiet = "--quiet",
        Verbose = "--verbose";

    public static IEnumerable<Option> Create()
    {
        var color = new Option<string>(Color)
        {
            Description = "When to colour: auto, always or never; default: auto, on a terminal",
            HelpName = "WHEN",
            Recursive = true,
        };
        color.AcceptOnlyFromAmong("auto", "always", "never");
        yield return color;
        yield return new Option<bool>(Quiet, "-q")
        {
            Description = "Say results and findings only: no progress, no hints",
            Recursive = true,
        };
        yield return new Option<bool>(Verbose)
        {
            Description = "Tell each call to AWS on standard error: account, Region, time taken, attempt",
            Recursive = true,
        };
    }

    /// <summary>The context with what the command line says of it.</summary>
    public static CliContext In(CliContext context, ParseResult result)
    {
        var choice = result.GetValue<string?>(Color) switch
        {
            "always" => ColorChoice.Always,
            "never" => ColorChoice.Never,
            _ => ColorChoice.Auto,
        };
        var isQuiet = result.GetValue<bool>(Quiet);
        var isVerbose = result.GetValue<bool>(Verbose);
        // As it is where nothing was said, so that nobody makes the commands anew.
        var told = isQuiet || isVerbose ? context with { IsQuiet = isQuiet, IsVerbose = isVerbose } : context;
        return choice == ColorChoice.Auto ? told : told.Colored(choice);
    }
}
