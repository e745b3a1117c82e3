namespace AmiGovernance.Cli.Shell;

/// <summary>An option as it was once called: still understood, and told of no more.</summary>
/// <param name="Command">The commands that had it: all whose words begin with these.</param>
/// <param name="New">The words in its place.</param>
internal sealed record OldSpelling(string Command, string Old, params string[] New)
{
    public static IReadOnlyList<OldSpelling> All { get; } =
    [
        new("generate", "--out", "--policies"),
        new("validate", "--out", "--policies"),
        new("exception implement", "--out", "--policies"),
        new("exception revoke", "--out", "--policies"),
        new("exception prune", "--out", "--policies"),
        new("exception implement", "--target", "--target-branch"),
        new("exception revoke", "--target", "--target-branch"),
        new("exception prune", "--target", "--target-branch"),
        new("discover", "--target", "--target-branch"),
        new("discover", "--accounts", "--account"),
        new("init", "--accounts", "--account"),
        new("apply", "--why", "--reason"),
        new("rollback", "--why", "--reason"),
        new("dashboard apply", "--why", "--reason"),
        new("plan", "--detailed-exitcode", "--exit-code"),
        new("dashboard plan", "--detailed-exitcode", "--exit-code"),
        new("dashboard", "--mail", "--mail-to"),
        new("dashboard show", "--format", "--output"),
        new("images", "--accounts", "--account"),
        new("images scan", "--regions", "--only-region"),
        new("images list", "--regions", "--region"),
        new("images settings", "--regions", "--region"),
        new("promote", "--regions", "--only-region"),
        new("trail athena", "--trail-region", "--only-region"),
        new("lint", "--warnings-as-errors", "--fail-on", "warning"),
    ];

    public string Hint => $"`{Old}` is now `{string.Join(' ', New)}`";

    /// <summary>Whether it is an option of a command.</summary>
    /// <param name="words">The words of the command.</param>
    public bool IsOf(string words) => $"{words} ".StartsWith($"{Command} ", StringComparison.Ordinal);
}
