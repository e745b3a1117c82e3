using System.CommandLine;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="DryRun">Print what would be sent.</param>
internal sealed record ReportArguments(string Database, bool DryRun, ReportRecipients Recipients, AwsSettings Aws);

/// <summary>Tells people what changed since the last report that they got; says nothing when nothing did.</summary>
internal static class ImagesReportCommand
{
    public static Command Create(CliContext context)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be sent" };
        var db = InventoryOptions.Database();
        var command = new HelpedCommand(
            "report",
            "Send what changed since the last report, by mail, chat webhook or SNS; nothing when nothing changed",
            new CommandHelp("amigov images report --chat --dry-run", "images")
        )
        {
            db,
            dryRun,
        };
        var recipients = new ReportRecipientOptions().AddTo(command);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Run(
                    new ReportArguments(
                        result.GetRequiredValue(db),
                        result.GetValue(dryRun),
                        recipients.Read(result),
                        aws.Settings(result)
                    ),
                    context,
                    cancel
                )
        );
        return command;
    }

    internal static async Task<int> Run(ReportArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        using var inventory = OpenInventory.Open(context.Databases, arguments.Database, bag);
        if (inventory is null)
            return InventoryOutput.Failed(context, bag);

        var exit = InventoryOutput.PrintGaps(context, inventory);
        if (inventory.Scan.FinishedAt is null)
            return exit;

        using var connection = arguments.Recipients.NeedsAws ? context.Connect(arguments.Aws) : null;
        var channels = ReportChannels.Open(arguments.Recipients, context, connection, bag);
        if (bag.HasErrors)
            return InventoryOutput.Failed(context, bag);

        await new SendReports(inventory, context, arguments.DryRun).Run(channels, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        return bag.HasErrors ? ExitCodes.Errors : exit;
    }
}
