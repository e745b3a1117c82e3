using System.CommandLine;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="All">Also settings that are as they should be.</param>
/// <param name="Accounts">Empty for all.</param>
/// <param name="Regions">Empty for all.</param>
internal sealed record SettingsArguments(
    bool All,
    IReadOnlyList<string> Accounts,
    IReadOnlyList<string> Regions,
    string Database,
    IReadOnlyList<OutputTarget> Targets
)
{
    public bool Asks(ListedSettings settings) =>
        (Accounts.Count == 0 || Accounts.Contains(settings.Account))
        && (Regions.Count == 0 || Regions.Contains(settings.Region));

    public bool Asks(RegionScan place) => place.IsAmong(Accounts, Regions);
}

/// <summary>Lists block public access and allowed images of each account and Region, and who manages them.</summary>
internal static class ImagesSettingsCommand
{
    public static Command Create(CliContext context)
    {
        var all = new Option<bool>("--all") { Description = "Also settings that are as they should be" };
        var (accounts, regions) = (InventoryOptions.Accounts(), InventoryOptions.Regions());
        var (db, output) = (InventoryOptions.Database(), CommonOptions.Output(InventoryOptions.Formats));
        var command = new HelpedCommand(
            "settings",
            "List block public access and allowed images of each account and Region, and who manages them",
            new CommandHelp("amigov images settings", "images")
        )
        {
            all,
            accounts,
            regions,
            db,
            output,
        };
        command.SetAction(result =>
            Run(
                new SettingsArguments(
                    result.GetValue(all),
                    result.GetValue(accounts) ?? [],
                    result.GetValue(regions) ?? [],
                    result.GetRequiredValue(db),
                    CommonOptions.Targets(result, output)
                ),
                context
            )
        );
        return command;
    }

    internal static int Run(SettingsArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        using var inventory = OpenInventory.Open(context.Databases, arguments.Database, bag);
        if (inventory is null)
            return InventoryOutput.Failed(context, bag);

        var known = inventory.Queries.Settings().Where(arguments.Asks).ToList();
        var listed = known.Where(s => arguments.All || !s.Kinds.IsEmpty).ToList();
        var gaps = InventoryOutput.Gaps(inventory, ScanDepth.Images, arguments.Asks).ToList();
        var view = new SettingsView(listed, known.Count, inventory, gaps);
        return InventoryOutput.Write(
            context,
            inventory,
            arguments.Targets,
            format => view.Render(context, format),
            ScanDepth.Images,
            arguments.Asks
        );
    }
}
