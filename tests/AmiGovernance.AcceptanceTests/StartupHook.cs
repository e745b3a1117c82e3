using AmiGovernance.AcceptanceTests.Features.Trail;

/// <summary>
/// Found by this name in a process that is started with DOTNET_STARTUP_HOOKS (.NET documentation, "Host startup hook"): the program's own
/// code in a process of its own, with another clock.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(HastyProcess.Variable) is not null)
            Environment.Exit(HastyProcess.Run(Environment.GetCommandLineArgs()[1..]));
    }
}
