using System.CommandLine;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Remediation;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="File">The review list.</param>
/// <param name="Yes">Make the calls.</param>
internal sealed record RemediateArguments(string File, bool Yes, IReadOnlyList<OutputTarget> Targets, AwsSettings Aws);

/// <summary>Makes private what was decided to be, after showing each call.</summary>
internal static class ImagesRemediateCommand
{
    public static Command Create(CliContext context)
    {
        var file = ImagesReviewCommand.File();
        var (yes, output) = (RemediationOutput.Yes(), CommonOptions.Output(RemediationOutput.Formats));
        var command = new HelpedCommand(
            "remediate",
            "Make images private as the review list says: shows each call, and asks before it makes them",
            new CommandHelp("amigov images remediate --yes", "images")
        )
        {
            file,
            yes,
            output,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Run(
                    new RemediateArguments(
                        result.GetRequiredValue(file),
                        result.GetValue(yes),
                        CommonOptions.Targets(result, output),
                        aws.Settings(result)
                    ),
                    context,
                    cancel
                )
        );
        return command;
    }

    internal static async Task<int> Run(RemediateArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        if (ImagesReviewCommand.Read(arguments.File, context, bag) is not { } list)
            return InventoryOutput.Failed(context, bag);

        var reading = RemediationLog.Read(context.Files);
        reading.ReportTo(bag);
        if (reading.IfSound is not { } log)
            return InventoryOutput.Failed(context, bag);

        using var connection = context.Connect(arguments.Aws);
        var planning = new PlanRemediation(connection.ImageSharingReader, log.Entries, context.Time.Today());
        var plan = await planning.Run(list, bag, cancel);
        var output = new RemediationOutput(RemediationEvent.Done, arguments.Targets, connection, context, bag);
        return await output.Run(plan, arguments.Yes, cancel);
    }
}
