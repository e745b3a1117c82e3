namespace AmiGovernance.Cli.Shell;

/// <summary>See docs/reference/exit-codes.md.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Errors were reported.</summary>
    public const int Errors = 1;

    public const int BadCommandLine = 2;

    /// <summary>The answer is "no": stale, denied, drifted, not proven.</summary>
    public const int No = 3;

    /// <summary>Done, but parts could not be read or checked.</summary>
    public const int Incomplete = 4;

    public const int Bug = 70;

    public const int Cancelled = 130;

    /// <summary>Whether it was done, whatever could not be known of it.</summary>
    public static bool IsDone(int code) => code is Done or Incomplete;
}
