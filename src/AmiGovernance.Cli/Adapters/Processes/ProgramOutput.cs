using System.Diagnostics;

namespace AmiGovernance.Cli.Adapters.Processes;

/// <summary>What a program wrote, byte for byte, and how it ended.</summary>
internal sealed record ProgramOutput(int ExitCode, byte[] Out, string Error)
{
    /// <summary>Gives a program its input while its output is read, so that none waits for the other.</summary>
    /// <param name="process">Has all three streams redirected.</param>
    /// <param name="input">Empty for none.</param>
    public static ProgramOutput Of(Process process, ReadOnlyMemory<byte> input)
    {
        var error = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() => Feed(process, input));
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        writing.Wait();
        return new ProgramOutput(process.ExitCode, output.ToArray(), error.Result.Trim());
    }

    private static void Feed(Process process, ReadOnlyMemory<byte> input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input.Span);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything; its exit code and its message say why.
        }
    }
}
