using System.ComponentModel;
using System.Diagnostics;

namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>Programs that judge our output; tests that need one are skipped, with the reason, where it is absent.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(TestScale.Samples(3));

    /// <summary>Skips the test when a program is not installed.</summary>
    public static void Demand(string program) =>
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Any(folder => File.Exists(Path.Combine(folder, program))),
            Missing(program)
        );

    private static string Missing(string program) => $"`{program}` is not installed; .ci/run installs it";

    /// <summary>The output of a program; skips the test when the program is not installed.</summary>
    public static string Run(string program, IEnumerable<string> args, string input = "", string? folder = null)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? RepositoryRoot.Path,
        };
        using var process = TryStart(start);
        if (process is null)
        {
            Assert.Skip(Missing(program));
            return "";
        }
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Assert.True(process.WaitForExit(Limit), $"{program} did not end");
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {error.Result}");
        return output.Result;
    }

    /// <summary>Runs a judge in tests/judges; skips the test when Node.js or the judges' packages are missing.</summary>
    public static string RunJudge(string script, string input, params string[] args)
    {
        Assert.SkipUnless(
            Directory.Exists(RepositoryRoot.File("tests", "judges", "node_modules")),
            "the judges' packages are not installed: run `npm ci` in tests/judges (.ci/run does)"
        );
        return Run("node", [RepositoryRoot.File("tests", "judges", script), .. args], input);
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
