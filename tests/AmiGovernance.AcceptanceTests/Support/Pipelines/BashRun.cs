using System.Diagnostics;

namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>A script as a runner runs it: bash, nothing of this machine's settings, both streams in one.</summary>
internal static class BashRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(TestScale.Samples(3));

    /// <summary>Nothing but what every job has.</summary>
    public static IReadOnlyDictionary<string, string> Plain { get; } = new Dictionary<string, string>();

    public static (int ExitCode, string Output) Of(
        string script,
        string folder,
        IReadOnlyDictionary<string, string> environment
    )
    {
        Tool.Demand("bash");
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-e", "-c", $"exec 2>&1\n{script}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        Prepare(start, environment);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        Assert.True(process.WaitForExit(Limit), $"the script did not end: {script}");
        return (process.ExitCode, output.Result);
    }

    private static void Prepare(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        var inherited = new[] { "PATH", "TMPDIR", "DOTNET_ROOT" }.ToDictionary(
            n => n,
            Environment.GetEnvironmentVariable
        );
        start.Environment.Clear();
        foreach (var (name, value) in inherited.Where(v => v.Value is not null))
            start.Environment[name] = value;
        start.Environment["HOME"] = start.WorkingDirectory;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
    }
}
