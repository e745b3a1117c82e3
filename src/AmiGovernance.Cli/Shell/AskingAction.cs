using System.CommandLine;

namespace AmiGovernance.Cli.Shell;

/// <summary>Actions of commands that ask before they call anything.</summary>
internal static class AskingAction
{
    /// <summary>
    /// Sets the action, which runs on a thread of its own: System.CommandLine hears Ctrl-C only once an action has given its thread back,
    /// and one that waits for an answer does not.
    /// </summary>
    public static void SetAskingAction(this Command command, Func<ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction((result, cancel) => Task.Run(() => run(result, cancel), CancellationToken.None));

    /// <summary>The same for a command that waits for nothing but answers.</summary>
    public static void SetAskingAction(this Command command, Func<ParseResult, CancellationToken, int> run) =>
        command.SetAction((result, cancel) => Task.Run(() => run(result, cancel), CancellationToken.None));
}
