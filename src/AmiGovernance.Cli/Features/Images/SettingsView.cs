using System.Text.Json;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Settings in rows.</summary>
/// <param name="known">How many accounts and Regions the inventory has settings of, also those that are not listed.</param>
/// <param name="gaps">What the inventory does not know.</param>
internal sealed class SettingsView(
    IReadOnlyList<ListedSettings> listed,
    int known,
    OpenInventory inventory,
    IReadOnlyList<string> gaps
)
{
    /// <summary>An attribute has a column where it was looked at.</summary>
    private readonly StateAttribute[] looked =
    [
        .. DeclarativeAttributes.Optional.Where(a => listed.Any(s => s.Attributes.ContainsKey(a.Name))),
    ];

    private string[] Headers =>
        [
            "ACCOUNT",
            "REGION",
            "BLOCK PUBLIC ACCESS",
            "ALLOWED IMAGES",
            .. looked.Select(a => a.Title.ToUpperInvariant()),
        ];

    private static readonly string[] CsvHeaders =
    [
        "account",
        "account_name",
        "region",
        "block_public_access",
        "block_public_access_managed_by",
        "allowed_images",
        "allowed_images_managed_by",
        "findings",
        .. DeclarativeAttributes.Optional.SelectMany(a => (string[])[a.Name, $"{a.Name}_managed_by"]),
    ];

    public string Render(CliContext context, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => Json(),
            OutputFormat.Csv => TableOutput.Csv(CsvHeaders, listed.Select(CsvCells)),
            OutputFormat.Markdown => Markdown(),
            _ => Text(context),
        };

    private string Text(CliContext context)
    {
        var table = listed.Count == 0 ? "" : $"{TableOutput.Text(context, Headers, listed.Select(Cells))}\n";
        return $"{table}{Headline()}\n";
    }

    private MarkdownText Markdown() =>
        MarkdownText.Concat([
            TableOutput.Markdown([.. Headers.Select(h => h.ToLowerInvariant())], listed.Select(Cells)),
            MarkdownText.Of($"\n{Headline()}\n"),
            InventoryOutput.NotKnown(gaps),
        ]);

    private string Headline()
    {
        if (known == 0)
            return $"no settings are known, {inventory.AsOf}";
        var wrong = listed.Count(s => !s.Kinds.IsEmpty);
        var subject = Plural.Of(wrong, "account and Region is", "accounts and Regions are");
        return $"{subject} not as they should be, of {InventoryOutput.Places(known)}, {inventory.AsOf}";
    }

    private string[] Cells(ListedSettings s) =>
        [
            InventoryOutput.Account(s.Account, s.AccountName),
            s.Region,
            Cell(s, FindingKind.BlockPublicAccess, s.BlockPublicAccess, s.BlockPublicAccessManagedBy),
            Cell(s, FindingKind.AllowedImages, s.AllowedImages, s.AllowedImagesManagedBy),
            .. looked.Select(a => Attribute(s, a)),
        ];

    private static string Attribute(ListedSettings s, StateAttribute attribute) =>
        s.Attribute(attribute) is var (value, managedBy)
            ? Cell(s, FindingKind.DeclarativeAttribute, value, managedBy)
            : "";

    private static string Cell(ListedSettings s, FindingKind kind, string value, string managedBy)
    {
        var sign = s.Kinds.Contains(kind.Name()) ? "✗ " : "";
        return $"{sign}{value} ({managedBy})";
    }

    private static string[] CsvCells(ListedSettings s) =>
        [
            s.Account,
            s.AccountName,
            s.Region,
            s.BlockPublicAccess,
            s.BlockPublicAccessManagedBy,
            s.AllowedImages,
            s.AllowedImagesManagedBy,
            s.Findings,
            .. DeclarativeAttributes.Optional.SelectMany(a =>
                s.Attribute(a) is var (value, managedBy) ? (string[])[value, managedBy] : ["", ""]
            ),
        ];

    private string Json()
    {
        var document = new SettingsDocument(
            InventoryJson.Scan(inventory),
            [.. listed.Select(InventoryJson.Of)],
            InventoryGapPart.Of(inventory.Ledger)
        )
        {
            Complete = gaps.Count == 0,
            NotKnown = [.. gaps],
        };
        return ReportJson.Write(writer =>
            JsonSerializer.Serialize(writer, document, SettingsJson.Default.SettingsDocument)
        );
    }
}
