using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Which inventory a command reads, and what it does not know.</summary>
internal static class InventoryOption
{
    public static readonly string[] Formats = ["text", "json", "csv", "markdown"];

    public static Option<string> Create() =>
        new("--db")
        {
            Description = "The inventory's database file",
            HelpName = "FILE",
            DefaultValueFactory = _ => "image-inventory.db",
        };

    /// <summary>Reads an inventory with a scan in it. Exits with 4 when the last scan has gaps: no answer means no more than "not seen" then.</summary>
    public static int Read(CliContext context, string path, Func<OpenInventory, DiagnosticBag, int> read)
    {
        var bag = new DiagnosticBag();
        var exit = ExitCodes.Errors;
        using (
            var opened = context.Databases.Exists(path)
                ? context.Databases.Open(path, ImageInventorySchema.Schema, bag)
                : null
        )
        {
            using var store = opened is null ? null : new ImageStore(path, opened);
            if (opened is not null && store?.LastScan is { } scan)
                exit = read(
                    new OpenInventory(
                        new InventoryQueries(opened),
                        new InventoryChanges(opened),
                        scan,
                        store.Ledger(scan.Number)
                    ),
                    bag
                );
            else if (!bag.HasErrors)
                bag.Report(
                    ImagesDiagnostics.NoInventory,
                    SourceLocation.OfFile(SourceText.Missing(path)),
                    $"there is no scan in `{path}`",
                    "`amigov images scan` makes the inventory; `--db` names another file"
                );
        }
        context.PrintFindings(bag.ToSorted());
        return bag.HasErrors ? ExitCodes.Errors : exit;
    }

    /// <summary>The public images of the inventory, for their review; null with a report when there is no inventory. The exit code tells of gaps.</summary>
    public static (IReadOnlyList<ReviewedImage>? Images, int ExitCode) PublicImages(CliContext context, string path)
    {
        IReadOnlyList<ReviewedImage>? found = null;
        var exit = Read(
            context,
            path,
            (inventory, _) =>
            {
                found =
                [
                    .. inventory
                        .Queries.List(new ListFilter([FindingKind.Public.Name()], [], [], null))
                        .Select(i => new ReviewedImage(AccountId.Parse(i.Account), i.Region, i.ImageId)
                        {
                            AccountName = i.AccountName,
                            Name = i.Name,
                            SharedWith =
                            [
                                .. inventory
                                    .Queries.Permissions(i.ImageId)
                                    .Where(p => p.Account == i.Account && p.Region == i.Region)
                                    .Select(p => LaunchPermission.Parse(p.Permission))
                                    .OfType<LaunchPermission>()
                                    .Order(),
                            ],
                        }),
                ];
                return TellGaps(context, inventory);
            }
        );
        return (found, exit);
    }

    /// <summary>Says on standard error what the last scan does not know; its exit code.</summary>
    /// <param name="depth">What the question takes: where no scan has looked so closely, no answer is none.</param>
    public static int TellGaps(CliContext context, OpenInventory inventory, ScanDepth depth = ScanDepth.Public)
    {
        var shallow = inventory.Queries.DeepestScan() < depth;
        if (shallow)
            context.Error.WriteLine($"no scan has looked so closely: `amigov images scan --depth {depth.Name()}` does");
        var gaps = inventory.Ledger.Count(r => r.Coverage.IsGap());
        if (inventory.Scan.FinishedAt is null)
            context.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"scan {inventory.Scan.Number} was not finished: `amigov images scan --resume` goes on with it"
                )
            );
        else if (gaps > 0)
            context.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"scan {inventory.Scan.Number} could not read {Plural.Of(gaps, "account and Region", "accounts and Regions")}; of these older scans speak, or nothing"
                )
            );
        return shallow || gaps > 0 || inventory.Scan.FinishedAt is null ? ExitCodes.Incomplete : ExitCodes.Done;
    }
}

/// <param name="Scan">The last one, and what became of each account and Region in it.</param>
internal sealed record OpenInventory(
    InventoryQueries Queries,
    InventoryChanges Changes,
    ScanRecord Scan,
    ImmutableArray<RegionScan> Ledger
);
