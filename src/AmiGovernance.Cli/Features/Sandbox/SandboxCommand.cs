using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>An AWS organization on this machine, to rehearse with.</summary>
internal static class SandboxCommand
{
    public static Command Create(CliContext context) =>
        new HelpedCommand(
            "sandbox",
            "An AWS organization on this machine, to rehearse with",
            new CommandHelp("amigov sandbox start", "sandbox")
        )
        {
            SandboxStartCommand.Create(context),
            SandboxRunCommand.Create(context),
            SandboxCreateCommand.Create(context),
        };
}
