using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Lists block public access and allowed images of each account and Region, and who manages them.</summary>
internal static class ImagesSettingsCommand
{
    public static Command Create(CliContext context)
    {
        var all = new Option<bool>("--all") { Description = "Also settings that are as they should be" };
        var accounts = new Option<string[]>("--accounts")
        {
            Description = "Only this account; may be given several times",
            HelpName = "ID",
        };
        var regions = new Option<string[]>("--regions")
        {
            Description = "Only this Region; may be given several times",
            HelpName = "REGION",
        };
        var (db, output) = (InventoryOption.Create(), CommonOptions.Output(InventoryOption.Formats));
        var command = new Command(
            "settings",
            "List block public access and allowed images of each account and Region, and who manages them"
        )
        {
            all,
            accounts,
            regions,
            db,
            output,
        };
        command.SetAction(result =>
            InventoryOption.Read(
                context,
                result.GetValue(db) ?? "",
                (inventory, _) =>
                {
                    var (ofAccounts, inRegions) = (result.GetValue(accounts) ?? [], result.GetValue(regions) ?? []);
                    var known = inventory
                        .Queries.Settings()
                        .Where(s =>
                            (ofAccounts.Length == 0 || ofAccounts.Contains(s.Account))
                            && (inRegions.Length == 0 || inRegions.Contains(s.Region))
                        )
                        .ToList();
                    var view = new SettingsView(
                        result.GetValue(all) ? known : [.. known.Where(s => s.Findings.Length > 0)],
                        known.Count,
                        inventory
                    );
                    var written = TableOutput.Write(
                        context,
                        CommonOptions.Targets(result, output),
                        format => view.Render(context, format)
                    );
                    return written == ExitCodes.Done
                        ? InventoryOption.TellGaps(context, inventory, ScanDepth.Images)
                        : written;
                }
            )
        );
        return command;
    }
}
