using System.Collections.Immutable;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Images in rows.</summary>
internal static class ListView
{
    public static readonly string[] Headers = ["ACCOUNT", "REGION", "IMAGE", "NAME", "FINDINGS"];

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

    public static string[] Cells(ListedImage image) =>
        [
            image.AccountName.Length > 0 ? $"{image.Account} {image.AccountName}" : image.Account,
            image.Region,
            image.ImageId,
            image.Name,
            Findings(image),
        ];

    public static string Csv(IEnumerable<ListedImage> images) =>
        TableOutput.Csv(
            CsvHeaders,
            images.Select(i =>
                (string[])
                    [
                        i.Account,
                        i.AccountName,
                        i.Region,
                        i.ImageId,
                        i.Name,
                        i.Owner,
                        i.State,
                        i.IsPublic ? "true" : "false",
                        i.IsEncrypted ? "true" : "false",
                        i.CreatedAt ?? "",
                        i.LastLaunchedAt ?? "",
                        Findings(i),
                    ]
            )
        );

    public static string Json(IEnumerable<ListedImage> images, ScanRecord scan, ImmutableArray<RegionScan> ledger) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            InventoryJson.WriteScan(writer, scan, ledger);
            writer.WriteStartArray("images");
            foreach (var image in images)
                InventoryJson.Write(writer, image);
            writer.WriteEndArray();
            InventoryJson.WriteGaps(writer, ledger);
            writer.WriteEndObject();
        });

    private static string Findings(ListedImage image) =>
        string.Join(
            ", ",
            image.Findings.Select(f => f.Detail.Length > 0 ? $"{f.Kind.Name()}: {f.Detail}" : f.Kind.Name())
        );
}
