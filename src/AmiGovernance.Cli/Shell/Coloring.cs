namespace AmiGovernance.Cli.Shell;

/// <summary>The one place that decides whether text is coloured.</summary>
internal static class Coloring
{
    /// <summary>
    /// The command line wins, then NO_COLOR (no-color.org), then FORCE_COLOR (force-color.org) and CLICOLOR_FORCE (bixense.com/clicolors),
    /// then the terminal.
    /// </summary>
    public static bool IsWanted(ColorChoice choice, Func<string, string?> environment, bool isTerminal)
    {
        if (choice != ColorChoice.Auto)
            return choice == ColorChoice.Always;
        if (!string.IsNullOrEmpty(environment("NO_COLOR")))
            return false;
        if (IsOn(environment("FORCE_COLOR")) || IsOn(environment("CLICOLOR_FORCE")))
            return true;
        return isTerminal && environment("TERM") != "dumb";
    }

    private static bool IsOn(string? value) => value is not (null or "" or "0");
}
