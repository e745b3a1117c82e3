using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>An AWS organization on this machine, to rehearse with.</summary>
internal static class SandboxCommand
{
    public static Command Create(CliContext context) =>
        new("sandbox", "An AWS organization on this machine, to rehearse with")
        {
            SandboxStartCommand.Create(context),
            SandboxCreateCommand.Create(context),
        };
}
