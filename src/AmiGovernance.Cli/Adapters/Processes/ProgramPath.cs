namespace AmiGovernance.Cli.Adapters.Processes;

/// <summary>
/// Where a program lies. The runtime looks beside this program and in the current folder first, which may be a repository of somebody else:
/// only what stands in an absolute folder of PATH is run.
/// </summary>
internal static class ProgramPath
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>A path that is given stays; one that is not found leads to where nobody but the system puts programs.</summary>
    public static string Find(string program) => Find(program, Environment.GetEnvironmentVariable("PATH") ?? "");

    internal static string Find(string program, string path)
    {
        if (program.AsSpan().ContainsAny('/', '\\'))
            return program;
        var name = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? $"{program}.exe" : program;
        var system = Environment.SystemDirectory is { Length: > 0 } folder ? folder : "/";
        return path.Split(Path.PathSeparator)
                .Where(Path.IsPathFullyQualified)
                .Select(entry => Path.Combine(entry, name))
                .FirstOrDefault(IsProgram)
            ?? Path.Combine(system, name);
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
}
