using System.CommandLine;
using System.Text;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Organizations;

internal sealed record OrgExportArguments(string File, AwsSettings Aws);

/// <summary>Reads the organization and writes it as a file.</summary>
internal static class OrgExportCommand
{
    /// <summary>In the place of a file: the standard output.</summary>
    private const string Shown = "-";

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Where to write it; - for the standard output",
            DefaultValueFactory = _ => "organization.json",
        };
        var command = new HelpedCommand(
            "export",
            "Read the organization from AWS and write it as a file for `--org`",
            new CommandHelp("amigov org export organization.json", "organization")
        )
        {
            file,
        };
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Run(new OrgExportArguments(result.GetRequiredValue(file), aws.Settings(result)), context, cancel)
        );
        return command;
    }

    internal static async Task<int> Run(OrgExportArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var isShown = arguments.File == Shown;
        if (
            !isShown
            && !Replacement.IsOwn(arguments.File, IsOrganization, "give another name, or remove it", context.Files, bag)
        )
        {
            context.PrintFindings(bag.ToSorted());
            return ExitCodes.Errors;
        }
        var organization = await Read(arguments, context, cancel);
        var content = OrganizationWriter.Write(organization);
        if (ScpAlone.In(organization))
            DegradedDiagnostics.ReportScpAlone(bag);
        if (isShown)
            context.Out.Write(Encoding.UTF8.GetString(content));
        else
            context.Files.Write("", [new GeneratedFile(arguments.File, content)], bag);
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
            return ExitCodes.Errors;

        // Nothing but the organization stands in the output.
        var told = isShown ? context.Error : context.Out;
        told.WriteLine(
            $"✓ {arguments.File}: {Plural.Of(organization.Accounts.Length, "account")},"
                + $" {Plural.Of(organization.Units.Length, "organizational unit")},"
                + $" {Plural.Of(organization.Policies.Length, "policy", "policies")}"
        );
        if (!organization.UnknownTypes.Contains(OrganizationPolicyType.ResourceControlPolicy))
            return ExitCodes.Done;
        context.Error.WriteLine(
            "resource control policies are in use, and AWS does not let this caller list them: left out"
        );
        return ExitCodes.Incomplete;
    }

    private static bool IsOrganization(SourceText file) =>
        Reading.Of(own => OrganizationReader.Read(file, own)).IfSound is not null;

    private static async Task<Organization> Read(
        OrgExportArguments arguments,
        CliContext context,
        CancellationToken cancel
    )
    {
        using var connection = context.Connect(arguments.Aws);
        using var progress = new ProgressLine(context);
        var read = new ReadOrganization(connection.Organizations, progress) { WithResourceControl = true };
        return await read.Read([OrganizationTarget.Root], cancel);
    }
}
