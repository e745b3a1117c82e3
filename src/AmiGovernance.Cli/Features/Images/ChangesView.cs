using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What changed between two scans.</summary>
internal sealed class ChangesView(ImmutableArray<InventoryChange> changes, long since, OpenInventory inventory)
{
    private static readonly string[] Headers = ["CHANGE", "ACCOUNT", "REGION", "IMAGE", "NAME", "DETAIL"];

    public string Render(CliContext context, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => Json(),
            OutputFormat.Csv => TableOutput.Csv(
                ["change", "finding", "account", "account_name", "region", "image_id", "name", "detail"],
                changes.Select(c =>
                    (string[])
                        [
                            c.Word,
                            c.Finding?.Name() ?? "",
                            c.Account,
                            c.AccountName,
                            c.Region,
                            c.ImageId,
                            c.Name,
                            c.Detail,
                        ]
                )
            ),
            OutputFormat.Markdown => Markdown(),
            _ => $"{Headline()}\n{(changes.IsEmpty ? "" : TableOutput.Text(context, Headers, changes.Select(Cells)))}",
        };

    private string Markdown()
    {
        var text = new StringBuilder().Append("## Images: ").Append(Headline()).Append('\n');
        if (!changes.IsEmpty)
            text.Append('\n')
                .Append(TableOutput.Markdown([.. Headers.Select(h => h.ToLowerInvariant())], changes.Select(Cells)));
        return text.ToString();
    }

    private string Headline()
    {
        var span = string.Create(
            CultureInfo.InvariantCulture,
            $"from {(since == 0 ? "the beginning" : $"scan {since}")} to scan {inventory.Scan.Number}"
        );
        return changes.IsEmpty ? $"nothing changed {span}" : $"{Plural.Of(changes.Length, "change")} {span}";
    }

    private static string[] Cells(InventoryChange change) =>
        [
            change.Finding is { } finding ? $"{change.Word}: {finding.Name()}" : change.Word,
            change.AccountName.Length > 0 ? $"{change.Account} {change.AccountName}" : change.Account,
            change.Region,
            change.ImageId,
            change.Name,
            change.Detail,
        ];

    private string Json() =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteNumber("since_scan", since);
            InventoryJson.WriteScan(writer, inventory.Scan, inventory.Ledger);
            writer.WriteStartArray("changes");
            foreach (var change in changes)
            {
                writer.WriteStartObject();
                writer.WriteString("change", change.Word);
                if (change.Finding is { } finding)
                    writer.WriteString("finding", finding.Name());
                writer.WriteString("account", change.Account);
                writer.WriteString("account_name", change.AccountName);
                writer.WriteString("region", change.Region);
                if (change.ImageId.Length > 0)
                    writer.WriteString("image_id", change.ImageId);
                if (change.Name.Length > 0)
                    writer.WriteString("name", change.Name);
                if (change.Detail.Length > 0)
                    writer.WriteString("detail", change.Detail);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            InventoryJson.WriteGaps(writer, inventory.Ledger);
            writer.WriteEndObject();
        });
}
