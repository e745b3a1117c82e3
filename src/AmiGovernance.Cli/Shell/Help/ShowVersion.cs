using System.CommandLine;
using System.CommandLine.Invocation;

namespace AmiGovernance.Cli.Shell.Help;

internal sealed class ShowVersion(CliContext context) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        context.Document.WriteLine(context.Version);
        return ExitCodes.Done;
    }
}
