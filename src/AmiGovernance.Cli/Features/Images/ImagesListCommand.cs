using System.CommandLine;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Lists images of the inventory.</summary>
internal static class ImagesListCommand
{
    public static Command Create(CliContext context)
    {
        var findings = new Option<string[]>("--finding")
        {
            Description = $"Only images with a finding of this kind; may be given several times",
            HelpName = "KIND",
        };
        findings.AcceptOnlyFromAmong([
            .. Enum.GetValues<FindingKind>().Where(k => !k.IsOfSettings()).Select(k => k.Name()),
        ]);
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
        var name = new Option<string?>("--name")
        {
            Description = "Only names like this; * and ? are wildcards",
            HelpName = "PATTERN",
        };
        var (db, output) = (InventoryOption.Create(), CommonOptions.Output(InventoryOption.Formats));
        var command = new Command("list", "List the images of the inventory, with what was found")
        {
            findings,
            accounts,
            regions,
            name,
            db,
            output,
        };
        command.SetAction(result =>
            InventoryOption.Read(
                context,
                result.GetValue(db) ?? "",
                (inventory, _) =>
                {
                    var images = inventory.Queries.List(
                        new ListFilter(
                            [.. result.GetValue(findings) ?? []],
                            [.. result.GetValue(accounts) ?? []],
                            [.. result.GetValue(regions) ?? []],
                            result.GetValue(name)
                        )
                    );
                    var written = TableOutput.Write(
                        context,
                        CommonOptions.Targets(result, output),
                        format =>
                            format switch
                            {
                                OutputFormat.Json => ListView.Json(images, inventory.Scan, inventory.Ledger),
                                OutputFormat.Csv => ListView.Csv(images),
                                OutputFormat.Markdown => TableOutput.Markdown(
                                    [.. ListView.Headers.Select(h => h.ToLowerInvariant())],
                                    images.Select(ListView.Cells)
                                ),
                                _ => images.IsEmpty
                                    ? "no images\n"
                                    : TableOutput.Text(context, ListView.Headers, images.Select(ListView.Cells)),
                            }
                    );
                    var depths = (result.GetValue(findings) ?? [])
                        .Select(f => FindingKinds.FromName(f))
                        .OfType<FindingKind>()
                        .Select(ScanDepths.For);
                    return written == ExitCodes.Done
                        ? InventoryOption.TellGaps(context, inventory, depths.Append(ScanDepth.Public).Max())
                        : written;
                }
            )
        );
        return command;
    }
}
