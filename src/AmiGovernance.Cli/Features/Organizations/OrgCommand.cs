using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Organizations;

/// <summary>The organization as a file, for the commands that take one.</summary>
internal static class OrgCommand
{
    public static Command Create(CliContext context) => new("org", "The organization as a file") { Export(context) };

    private static Command Export(CliContext context)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Where to write it",
            DefaultValueFactory = _ => "organization.json",
        };
        var command = new Command("export", "Read the organization from AWS and write it as a file for `--org`")
        {
            file,
        };
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                using var progress = new ProgressLine(context);
                var organization = await new ReadOrganization(connection.Organizations, progress).Read(
                    [OrganizationTarget.Root],
                    cancel
                );
                progress.Dispose();
                var bag = new DiagnosticBag();
                var path = result.GetValue(file) ?? "organization.json";
                context.Files.Write("", [new GeneratedFile(path, OrganizationWriter.Write(organization))], bag);
                context.PrintFindings(bag.ToSorted());
                if (bag.HasErrors)
                    return ExitCodes.Errors;
                context.Out.WriteLine(
                    $"✓ {path}: {organization.Accounts.Length} accounts, {organization.Units.Length} organizational units, {organization.Policies.Length} policies"
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }
}
