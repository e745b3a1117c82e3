using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What is new, gone and changed since an earlier scan.</summary>
internal static class ImagesChangesCommand
{
    public static Command Create(CliContext context)
    {
        var since = new Option<string?>("--since")
        {
            Description =
                "A scan's number, or a day (UTC): the last scan that began before its end; default: the scan before the last",
            HelpName = "SCAN|DATE",
        };
        since.Validators.Add(result =>
        {
            if (
                result.Tokens.Count > 0
                && !long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && !IsoDate.TryParse(result.Tokens[0].Value, out _)
            )
                result.AddError(
                    $"--since: '{Visible.Text(result.Tokens[0].Value)}' is no number of a scan and no date such as 2026-01-31"
                );
        });
        var all = new Option<bool>("--all") { Description = "Also images without a finding that is worth a warning" };
        var (db, output) = (InventoryOption.Create(), CommonOptions.Output(InventoryOption.Formats));
        var command = new Command("changes", "Say what is new, gone and changed since an earlier scan")
        {
            since,
            all,
            db,
            output,
        };
        command.SetAction(result =>
            InventoryOption.Read(
                context,
                result.GetValue(db) ?? "",
                (inventory, bag) =>
                {
                    var changes = inventory.Changes;
                    var from =
                        result.GetValue(since) is not { } given ? changes.ScanBefore(inventory.Scan.Number)
                        : IsoDate.TryParse(given, out var day) ? changes.ScanOn(day)
                        : long.Parse(given, NumberStyles.None, CultureInfo.InvariantCulture);
                    if (from != 0 && !changes.HasScan(from))
                    {
                        bag.Report(
                            ImagesDiagnostics.NoInventory,
                            SourceLocation.OfFile(SourceText.Missing(result.GetValue(db) ?? "")),
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"there is no scan {from}; the last is {inventory.Scan.Number}"
                            )
                        );
                        return ExitCodes.Errors;
                    }
                    var found = changes.Since(from, inventory.Scan.Number);
                    var view = new ChangesView(
                        result.GetValue(all) ? found : [.. found.Where(c => c.Matters)],
                        from,
                        inventory
                    );
                    var written = TableOutput.Write(
                        context,
                        CommonOptions.Targets(result, output),
                        format => view.Render(context, format)
                    );
                    return written == ExitCodes.Done ? InventoryOption.TellGaps(context, inventory) : written;
                }
            )
        );
        return command;
    }
}
