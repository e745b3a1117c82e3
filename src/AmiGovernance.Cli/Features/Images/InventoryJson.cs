using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The parts of JSON documents on the inventory.</summary>
internal static class InventoryJson
{
    public static void WriteScan(Utf8JsonWriter writer, ScanRecord scan, ImmutableArray<RegionScan> ledger)
    {
        writer.WriteStartObject("scan");
        writer.WriteNumber("number", scan.Number);
        writer.WriteString("started_at", Time(scan.StartedAt));
        if (scan.FinishedAt is { } finished)
            writer.WriteString("finished_at", Time(finished));
        writer.WriteString("depth", scan.Depth.Name());
        writer.WriteString("organization", scan.Organization);
        writer.WriteStartObject("coverage");
        foreach (var coverage in Enum.GetValues<Coverage>())
            writer.WriteNumber(coverage.Name(), ledger.Count(r => r.Coverage == coverage));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Everything that was not read, or not in full.</summary>
    public static void WriteGaps(Utf8JsonWriter writer, ImmutableArray<RegionScan> ledger)
    {
        writer.WriteStartArray("gaps");
        foreach (var gap in ledger.Where(r => r.Coverage.IsGap()))
        {
            writer.WriteStartObject();
            writer.WriteString("account", gap.Account.Value);
            writer.WriteString("region", gap.Region);
            writer.WriteString("outcome", gap.Coverage.Name());
            writer.WriteString("reason", gap.Reason);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, ListedImage image)
    {
        writer.WriteStartObject();
        writer.WriteString("account", image.Account);
        writer.WriteString("account_name", image.AccountName);
        writer.WriteString("region", image.Region);
        writer.WriteString("image_id", image.ImageId);
        writer.WriteString("name", image.Name);
        writer.WriteString("owner", image.Owner);
        writer.WriteString("state", image.State);
        writer.WriteBoolean("public", image.IsPublic);
        writer.WriteBoolean("encrypted", image.IsEncrypted);
        if (image.CreatedAt is { } created)
            writer.WriteString("created_at", created);
        if (image.LastLaunchedAt is { } launched)
            writer.WriteString("last_launched_at", launched);
        writer.WriteStartArray("findings");
        foreach (var finding in image.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", finding.Kind.Name());
            if (finding.Detail.Length > 0)
                writer.WriteString("detail", finding.Detail);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
