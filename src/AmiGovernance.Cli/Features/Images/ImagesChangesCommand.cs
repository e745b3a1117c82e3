using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="All">Also what nobody must look at at once.</param>
internal sealed record ChangesArguments(
    string Database,
    ComparedScan Since,
    bool All,
    IReadOnlyList<OutputTarget> Targets
);

/// <summary>What is new, gone and changed since an earlier scan.</summary>
internal static class ImagesChangesCommand
{
    public static Command Create(CliContext context)
    {
        var since = Since();
        var all = new Option<bool>("--all") { Description = "Also images without a finding that is worth a warning" };
        var (db, output) = (InventoryOptions.Database(), CommonOptions.Output(InventoryOptions.PageFormats));
        var command = new HelpedCommand(
            "changes",
            "Say what is new, gone and changed since an earlier scan",
            new CommandHelp("amigov images changes --since 2026-01-03", "images")
        )
        {
            since,
            all,
            db,
            output,
        };
        command.SetAction(result =>
            Run(
                new ChangesArguments(
                    result.GetRequiredValue(db),
                    result.GetValue(since),
                    result.GetValue(all),
                    CommonOptions.Targets(result, output)
                ),
                context
            )
        );
        return command;
    }

    private static Option<ComparedScan> Since() =>
        new("--since")
        {
            Description =
                "A scan's number, or a day (UTC): the last scan that began before its end; default: the scan before the last",
            HelpName = "SCAN|DATE",
            CustomParser = result =>
            {
                var text = result.Tokens is [var token, ..] ? token.Value : "";
                if (!ComparedScan.TryParse(text, out var scan))
                    result.AddError(
                        $"--since: '{Sanitize.Text(text)}' is no number of a scan and no date such as 2026-01-31"
                    );
                return scan;
            },
        };

    internal static int Run(ChangesArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        using var inventory = OpenInventory.Open(context.Databases, arguments.Database, bag);
        if (inventory is null)
            return InventoryOutput.Failed(context, bag);

        var since = arguments.Since.In(inventory);
        if (since != 0 && !inventory.Changes.HasScan(since))
        {
            ReportNoScan(arguments.Database, since, inventory.Scan.Number, bag);
            return InventoryOutput.Failed(context, bag);
        }

        var found = inventory.Changes.Since(since, inventory.Scan.Number);
        var view = new ChangesView([.. found.Where(c => arguments.All || c.Matters)], since, inventory);
        return InventoryOutput.Write(context, inventory, arguments.Targets, f => view.Render(context, f));
    }

    private static void ReportNoScan(string database, long wanted, long last, DiagnosticBag bag) =>
        bag.Report(
            ImagesDiagnostics.NoInventory,
            SourceLocation.OfFile(SourceText.Missing(database)),
            string.Create(CultureInfo.InvariantCulture, $"there is no scan {wanted}; the last is {last}")
        );
}
