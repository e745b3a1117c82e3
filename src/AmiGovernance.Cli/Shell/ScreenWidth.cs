using System.Globalization;

namespace AmiGovernance.Cli.Shell;

/// <summary>The one place that decides how wide a stream is, in columns.</summary>
internal static class ScreenWidth
{
    /// <summary>Of a pipe or file: what reads it folds by itself.</summary>
    public const int Piped = 160;

    /// <summary>Of a terminal that cannot tell, such as a serial line.</summary>
    private const int Usual = 120;

    private const int Narrowest = 20;

    /// <param name="columns">The variable COLUMNS, which says it for a pipe (POSIX, "Environment Variables").</param>
    /// <param name="terminal">What the terminal says; null for a pipe.</param>
    public static int Of(string? columns, int? terminal)
    {
        if (terminal is { } told)
            return told > Narrowest ? told : Usual;
        var isNumber = int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var given);
        return isNumber && given > Narrowest ? given : Piped;
    }
}
