using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Organizations;

/// <summary>The organization as a file, for the commands that take one.</summary>
internal static class OrgCommand
{
    public static Command Create(CliContext context) =>
        new("org", "The organization as a file") { OrgExportCommand.Create(context) };
}
