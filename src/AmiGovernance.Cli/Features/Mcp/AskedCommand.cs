using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>What a command printed to both streams, and how it ended.</summary>
internal sealed record AskedAnswer(int ExitCode, string Out, string Error);

/// <summary>Runs a command as the command line does, one after the other, with nothing to write to and nobody to ask.</summary>
internal sealed class AskedCommand(CliContext context, CommandLine program) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    /// <param name="given">Text that stands for a file; null for none.</param>
    public async Task<AskedAnswer> Run(string[] words, GivenText? given, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            using var output = new StringWriter { NewLine = "\n" };
            using var error = new StringWriter { NewLine = "\n" };
            var own = context with
            {
                Out = output,
                Error = error,
                In = TextReader.Null,
                Files = new ToolFiles(context.Files, context.Databases.FullPath(".")),
                Given = given,
                IsInteractive = false,
                OutIsTerminal = false,
                ErrorIsTerminal = false,
            };
            var exitCode = await program(words, own, cancel);
            return new AskedAnswer(exitCode, output.ToString(), error.ToString());
        }
        finally
        {
            turn.Release();
        }
    }
}
