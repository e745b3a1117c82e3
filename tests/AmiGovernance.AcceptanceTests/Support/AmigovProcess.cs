namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>How `dotnet` starts the command line that was built with these tests, in a process of its own.</summary>
internal static class AmigovProcess
{
    /// <param name="arguments">Of amigov.</param>
    public static string[] Arguments(params string[] arguments) =>
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
