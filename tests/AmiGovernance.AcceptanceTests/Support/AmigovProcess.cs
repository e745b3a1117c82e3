using System.Diagnostics;

namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>
/// How the command line is started in a process of its own: the native binary that AMIGOV_BINARY names, as `.ci/run` builds it, or what was
/// built with these tests.
/// </summary>
internal static class AmigovProcess
{
    /// <summary>The program and its arguments.</summary>
    /// <param name="arguments">Of amigov.</param>
    public static string[] Words(params string[] arguments) =>
        Environment.GetEnvironmentVariable("AMIGOV_BINARY") is { Length: > 0 } binary
            ? [binary, .. arguments]
            : ["dotnet", .. Managed(arguments)];

    /// <summary><see cref="Words"/> as a shell takes them.</summary>
    public static string Shell => string.Join(' ', Words().Select(word => $"'{word}'"));

    /// <summary>With both streams redirected.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">Of amigov.</param>
    public static ProcessStartInfo Start(string folder, params string[] arguments)
    {
        var words = Words(arguments);
        return new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    /// <summary>What `dotnet` is given to run what was built with these tests.</summary>
    /// <param name="arguments">Of amigov.</param>
    public static string[] Managed(params string[] arguments) =>
        [
            "exec",
            "--runtimeconfig",
            Beside("AmiGovernance.AcceptanceTests.runtimeconfig.json"),
            "--depsfile",
            Beside("AmiGovernance.AcceptanceTests.deps.json"),
            Beside("amigov.dll"),
            .. arguments,
        ];

    public static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
