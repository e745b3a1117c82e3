using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>What a command printed to both streams, and how it ended.</summary>
internal sealed record AskedAnswer(int ExitCode, string Out, string Error);

/// <summary>Runs commands as the command line does, one after the other, with nobody to ask, and keeps what they print.</summary>
internal sealed class AskedCommand(CliContext context, CommandLine program) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    /// <summary>With nothing to write to, and no file outside of the repository to read.</summary>
    /// <param name="given">Text that stands for a file; null for none.</param>
    public Task<AskedAnswer> Run(string[] words, GivenText? given, CancellationToken cancel) =>
        Capture(
            words,
            context with
            {
                Files = new ToolFiles(context.Files, context.Databases.FullPath(".")),
                Given = given,
            },
            cancel
        );

    /// <summary>With the files as they are: what somebody has confirmed is written.</summary>
    /// <param name="isCommitted">Whether the caller commits it.</param>
    public Task<AskedAnswer> Do(string[] words, bool isCommitted, CancellationToken cancel) =>
        Capture(words, context with { IsCommitted = isCommitted }, cancel);

    private async Task<AskedAnswer> Capture(string[] words, CliContext own, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            using var output = new StringWriter { NewLine = "\n" };
            using var error = new StringWriter { NewLine = "\n" };
            var captured = own with
            {
                Out = output,
                Error = error,
                In = TextReader.Null,
                IsInteractive = false,
                OutIsTerminal = false,
                ErrorIsTerminal = false,
            };
            var exitCode = await program(words, captured, cancel);
            return new AskedAnswer(exitCode, output.ToString(), error.ToString());
        }
        finally
        {
            turn.Release();
        }
    }
}
