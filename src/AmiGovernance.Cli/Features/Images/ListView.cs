using System.Collections.Immutable;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console;
using AmiGovernance.Core.Features.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Images in rows.</summary>
/// <param name="gaps">What the inventory does not know.</param>
internal sealed class ListView(ImmutableArray<ListedImage> images, OpenInventory inventory, IReadOnlyList<string> gaps)
{
    private static readonly string[] Headers = ["ACCOUNT", "REGION", "IMAGE", "NAME", "FINDINGS"];

    private static readonly string[] CsvHeaders =
    [
        "account",
        "account_name",
        "region",
        "image_id",
        "name",
        "owner",
        "state",
        "public",
        "encrypted",
        "created_at",
        "last_launched_at",
        "findings",
    ];

    public string Render(CliContext context, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => Json(),
            OutputFormat.Csv => TableOutput.Csv(CsvHeaders, images.Select(CsvCells)),
            OutputFormat.Markdown => Markdown(),
            OutputFormat.Html => HtmlFile.Render(ImagePages.List(images, inventory, gaps)),
            _ => images.IsEmpty ? $"no images, {AsOf}\n" : $"{Table(context, images)}\n{AsOf}\n",
        };

    private string AsOf
    {
        get
        {
            var older = inventory.NotRead(images.Select(i => (i.Account, i.Region)));
            return older == 0
                ? inventory.AsOf
                : $"{inventory.AsOf}, but for {InventoryOutput.Places(older)} that it has not read: there as older scans saw it";
        }
    }

    private MarkdownText Markdown() =>
        MarkdownText.Concat([
            images.IsEmpty ? MarkdownText.Of($"no images\n") : Table(images),
            MarkdownText.Of($"\n{AsOf}\n"),
            InventoryOutput.NotKnown(gaps),
        ]);

    /// <summary>For terminals.</summary>
    public static string Table(CliContext context, IEnumerable<ListedImage> images) =>
        TableOutput.Text(context, Headers, images.Select(Cells));

    public static MarkdownText Table(IEnumerable<ListedImage> images) =>
        TableOutput.Markdown([.. Headers.Select(h => h.ToLowerInvariant())], images.Select(Cells));

    private static string[] Cells(ListedImage image) =>
        [
            InventoryOutput.Account(image.Account, image.AccountName),
            image.Region,
            image.ImageId,
            image.Name,
            Findings(image),
        ];

    private static string[] CsvCells(ListedImage image) =>
        [
            image.Account,
            image.AccountName,
            image.Region,
            image.ImageId,
            image.Name,
            image.Owner,
            image.State,
            Flag(image.IsPublic),
            Flag(image.IsEncrypted),
            image.CreatedAt ?? "",
            image.LastLaunchedAt ?? "",
            Findings(image),
        ];

    private static string Flag(bool value) => value ? "true" : "false";

    public static string Findings(ListedImage image) => string.Join(", ", image.Findings);

    private string Json() =>
        ReportJson.Of(
            new ImageListDocument(
                InventoryJson.Scan(inventory),
                [.. images.Select(InventoryJson.Of)],
                InventoryGapPart.Of(inventory.Ledger)
            )
            {
                Complete = gaps.Count == 0,
                NotKnown = [.. gaps],
            }
        );
}
