using System.ComponentModel;
using System.Diagnostics;
using AmiGovernance.Cli.Adapters.Processes;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Adapters.Programs;

/// <summary>Runs a program, which has the terminal meanwhile.</summary>
internal static class ChildProgram
{
    /// <summary>The exit code; null when there is no such program.</summary>
    public static async Task<int?> Run(ProgramStart program)
    {
        var start = new ProcessStartInfo(ProgramPath.Find(program.Command[0]), program.Command.Skip(1));
        foreach (var (name, value) in program.Environment)
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start);
            if (process is null)
                return null;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
