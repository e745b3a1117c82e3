using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Adoption;

/// <summary>From policies that are there to the configuration that says the same. Changes nothing in AWS.</summary>
internal static class AdoptCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "adopt",
            "Make a configuration from the image policies that exist",
            new CommandHelp("amigov adopt --write", "adopt")
        );
        var options = new AdoptOptions();
        options.AddTo(command);
        command.SetAskingAction((result, cancel) => Run(options.Read(result), context, cancel));
        return command;
    }

    internal static async Task<int> Run(AdoptArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var organization = await Read(arguments, context, bag, cancel);
        var report =
            organization is null || bag.HasErrors
                ? null
                : AdoptPolicies.Run(
                    new AdoptionRequest(organization, context.Time.Today())
                    {
                        Policies = [.. arguments.Policies],
                        Carrier = arguments.Carrier,
                        OpsAccount = arguments.OpsAccount,
                    },
                    bag
                );
        context.PrintFindings(bag.ToSorted());
        if (report is null)
        {
            context.Error.WriteLine("nothing was proposed");
            return ExitCodes.Errors;
        }
        var written = TableOutput.Write(context, arguments.Targets, AdoptView.Of(context, report, arguments.File));
        if (written == ExitCodes.Done && arguments.File is { } file)
            written = WriteAdopted.Run(report, file, arguments.Yes, context, cancel);
        if (written != ExitCodes.Done)
            return written;
        AdoptSteps.Write(context.Error, report, arguments);
        return report.IsWhole ? ExitCodes.Done : ExitCodes.Incomplete;
    }

    private static async Task<Organization?> Read(
        AdoptArguments arguments,
        CliContext context,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (arguments.Organization is { } file)
            return OrganizationFile.Read(context.Files, file, bag);
        using var connection = context.Connect(arguments.Aws);
        using var progress = new ProgressLine(context);
        return await new ReadOrganization(connection.Organizations, progress).Read([OrganizationTarget.Root], cancel);
    }
}
