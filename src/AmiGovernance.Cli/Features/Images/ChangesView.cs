using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What changed between two scans.</summary>
/// <param name="since">The earlier scan; 0 for the time before the first.</param>
internal sealed class ChangesView(ImmutableArray<InventoryChange> changes, long since, OpenInventory inventory)
{
    private static readonly string[] Headers = ["CHANGE", "ACCOUNT", "REGION", "IMAGE", "NAME", "DETAIL"];

    private static readonly string[] CsvHeaders =
    [
        "change",
        "finding",
        "account",
        "account_name",
        "region",
        "image_id",
        "name",
        "detail",
    ];

    public string Render(CliContext context, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => Json(),
            OutputFormat.Csv => TableOutput.Csv(CsvHeaders, changes.Select(CsvCells)),
            OutputFormat.Markdown => Markdown(),
            OutputFormat.Html => HtmlFile.Render(
                ImagePages.Changes(this, inventory, InventoryOutput.Gaps(inventory, ScanDepth.Public))
            ),
            _ => Text(context),
        };

    private string Text(CliContext context)
    {
        var table = changes.IsEmpty ? "" : TableOutput.Text(context, Headers, changes.Select(Cells));
        return $"{Headline()}\n{table}";
    }

    private MarkdownText Markdown()
    {
        var head = MarkdownText.Of($"## Images: {Headline()}\n");
        if (changes.IsEmpty)
            return head;
        var table = TableOutput.Markdown([.. Headers.Select(h => h.ToLowerInvariant())], changes.Select(Cells));
        return MarkdownText.Of($"{head}\n{table}");
    }

    public string Headline()
    {
        var start = since == 0 ? "the beginning" : string.Create(CultureInfo.InvariantCulture, $"scan {since}");
        var span = string.Create(CultureInfo.InvariantCulture, $"from {start} to scan {inventory.Scan.Number}");
        var what = changes.IsEmpty ? "nothing changed" : Plural.Of(changes.Length, "change");
        return $"{what} {span}";
    }

    public Block Block() =>
        changes.IsEmpty
            ? new Nothing("Nothing changed.")
            : PageTables.Of("What changed", [.. Headers.Select(h => h.ToLowerInvariant())], changes.Select(Cells));

    private static string[] Cells(InventoryChange change) =>
        [
            change.Title,
            InventoryOutput.Account(change.Account, change.AccountName),
            change.Region,
            change.ImageId,
            change.Name,
            change.Detail,
        ];

    private static string[] CsvCells(InventoryChange change) =>
        [
            change.Word,
            change.Finding?.Name() ?? "",
            change.Account,
            change.AccountName,
            change.Region,
            change.ImageId,
            change.Name,
            change.Detail,
        ];

    private string Json() =>
        ReportJson.Of(
            new InventoryChangesDocument(
                since,
                InventoryJson.Scan(inventory),
                [.. changes.Select(InventoryJson.Of)],
                InventoryGapPart.Of(inventory.Ledger)
            )
        );
}
