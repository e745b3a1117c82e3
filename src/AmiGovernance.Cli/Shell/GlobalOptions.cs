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
        var quiet = new Option<bool>(Quiet, "-q")
        {
            Description = "Say results and findings only: no progress, no hints",
            Recursive = true,
        };
        yield return quiet;
        var verbose = new Option<bool>(Verbose)
        {
            Description = "Tell each call to AWS on standard error: account, Region, time taken, attempt",
            Recursive = true,
        };
        verbose.AddCheck(result =>
        {
            if (!result.Implicit && result.GetResult(quiet) is { Implicit: false })
                result.AddError($"'{Quiet}' and '{Verbose}' do not go together");
        });
        yield return verbose;
    }

    /// <summary>Tells the commands how the line wants them to speak.</summary>
    /// <param name="manner">Of those who made the line; it stays as it is where nothing is said.</param>
    public static void Tell(Manner manner, ParseResult result)
    {
        manner.Color = result.GetValue<string?>(Color) switch
        {
            "always" => ColorChoice.Always,
            "never" => ColorChoice.Never,
            _ => manner.Color,
        };
        manner.IsQuiet |= result.GetValue<bool>(Quiet);
        manner.IsVerbose |= result.GetValue<bool>(Verbose);
    }
}
