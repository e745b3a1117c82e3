using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>What a command printed to both streams, and how it ended.</summary>
internal sealed record AskedAnswer(int ExitCode, string Out, string Error);

/// <summary>Runs commands as the command line does, with nobody to ask, and keeps what they print.</summary>
/// <param name="named">Files and folders that whoever started the program named: they are read wherever they lie.</param>
internal sealed class AskedCommand(CliContext context, CommandLine program, IReadOnlyList<string> named) : IDisposable
{
    /// <summary>Questions at once: one that takes long holds nobody up, and who asks without bounds does not fill the memory.</summary>
    private const int MostAtOnce = 8;

    private readonly SemaphoreSlim turns = new(MostAtOnce);

    public void Dispose() => turns.Dispose();

    /// <summary>With nothing to write to, and no file outside of the repository to read.</summary>
    /// <param name="given">Text that stands for a file; null for none.</param>
    public async Task<AskedAnswer> Run(string[] words, GivenText? given, CancellationToken cancel)
    {
        var asked = context with
        {
            Files = new ToolFiles(context.Files, context.Databases.FullPath("."), named),
            Databases = context.Databases.ToRead(),
            Given = given,
        };
        await turns.WaitAsync(cancel);
        try
        {
            return await Capture(words, asked, cancel);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>With the files as they are: what somebody has confirmed is written. One at a time is the caller's to see to.</summary>
    /// <param name="isCommitted">Whether the caller commits it.</param>
    public Task<AskedAnswer> Do(string[] words, bool isCommitted, CancellationToken cancel) =>
        Capture(words, context with { IsCommitted = isCommitted }, cancel);

    private async Task<AskedAnswer> Capture(string[] words, CliContext own, CancellationToken cancel)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var captured = own with
        {
            Out = output,
            Error = error,
            In = TextReader.Null,
            // Its words are not those of a person in a folder: paths in them are the repository's.
            Start = "",
            IsInteractive = false,
            OutIsTerminal = false,
            ErrorIsTerminal = false,
        };
        var exitCode = await program(words, captured, cancel);
        return new AskedAnswer(exitCode, output.ToString(), error.ToString());
    }
}
