using System.CommandLine;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

internal sealed record ListArguments(string Database, ListFilter Filter, IReadOnlyList<OutputTarget> Targets);

/// <summary>Lists images of the inventory.</summary>
internal static class ImagesListCommand
{
    private static readonly CommandHelp Help = new("amigov images list --finding public -o csv", "images");

    public static Command Create(CliContext context)
    {
        var findings = InventoryOptions.Repeated(
            "--finding",
            "KIND",
            "Only images with a finding of this kind; may be given several times"
        );
        findings.AcceptOnlyFromAmong([.. FindingKinds.NamesOfImages]);
        var (accounts, regions) = (InventoryOptions.Accounts(), InventoryOptions.Regions());
        var name = new Option<string?>("--name")
        {
            Description = "Only names like this; * and ? are wildcards",
            HelpName = "PATTERN",
        };
        var (db, output) = (InventoryOptions.Database(), CommonOptions.Output(InventoryOptions.PageFormats));
        var command = new HelpedCommand("list", "List the images of the inventory, with what was found", Help)
        {
            findings,
            accounts,
            regions,
            name,
            db,
            output,
        };
        command.SetAction(result =>
        {
            var filter = new ListFilter
            {
                Findings = [.. result.GetValue(findings) ?? []],
                Accounts = [.. result.GetValue(accounts) ?? []],
                Regions = [.. result.GetValue(regions) ?? []],
                Name = result.GetValue(name),
            };
            var targets = CommonOptions.Targets(result, output);
            return Run(new ListArguments(result.GetRequiredValue(db), filter, targets), context);
        });
        return command;
    }

    internal static int Run(ListArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        using var inventory = OpenInventory.Open(context.Databases, arguments.Database, bag);
        if (inventory is null)
            return InventoryOutput.Failed(context, bag);

        var depth = ScanDepths.For(arguments.Filter.Findings.Select(FindingKinds.FromName).OfType<FindingKind>());
        var gaps = InventoryOutput.Gaps(inventory, depth, arguments.Filter.Asks).ToList();
        var view = new ListView(inventory.Queries.List(arguments.Filter), inventory, gaps);
        return InventoryOutput.Write(
            context,
            inventory,
            arguments.Targets,
            f => view.Render(context, f),
            depth,
            arguments.Filter.Asks
        );
    }
}
