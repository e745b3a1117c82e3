using System.CommandLine;
using System.CommandLine.Invocation;

namespace AmiGovernance.Cli.Shell.Help;

/// <summary>What `--help` does.</summary>
internal sealed class ShowHelp(CliContext context) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        Write(context, parseResult.CommandResult.Command);
        return ExitCodes.Done;
    }

    /// <summary>Help is read, so that a wide terminal does not make lines longer than one reads.</summary>
    public static void Write(CliContext context, Command command)
    {
        var width = context.OutIsTerminal ? Math.Clamp(context.Width, 40, 100) : 80;
        context.Document.Write(HelpText.Of(HelpSheets.Of(command), width));
    }
}
