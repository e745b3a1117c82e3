using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>What a command printed to both streams, and how it ended.</summary>
internal sealed record CapturedAnswer(int ExitCode, string Out, string Error);

/// <summary>Runs commands as the command line does, one after the other, with nobody to ask, and keeps what they print.</summary>
/// <param name="asked">What only asks has these files: nothing is written, and none outside of the repository is read.</param>
internal sealed class CapturedCommand(CliContext context, CommandLine program, Func<IFileStore> asked) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    /// <param name="files">Null for those that are only asked.</param>
    public async Task<CapturedAnswer> Run(string[] words, IFileStore? files, CancellationToken cancel)
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
                Files = files ?? asked(),
                IsInteractive = false,
                OutIsTerminal = false,
                ErrorIsTerminal = false,
            };
            var exitCode = await program(words, own, cancel);
            return new CapturedAnswer(exitCode, output.ToString(), error.ToString());
        }
        finally
        {
            turn.Release();
        }
    }
}
