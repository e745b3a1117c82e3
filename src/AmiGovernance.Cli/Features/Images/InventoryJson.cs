using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The parts of JSON documents on the inventory.</summary>
internal static class InventoryJson
{
    public static void WriteScan(Utf8JsonWriter writer, ScanRecord scan, ImmutableArray<RegionScan> ledger)
    {
        writer.WriteStartObject("scan");
        writer.WriteNumber("number", scan.Number);
        writer.WriteString("started_at", scan.StartedAt.IsoText());
        if (scan.FinishedAt is { } finished)
            writer.WriteString("finished_at", finished.IsoText());
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
            writer.WriteString("region", gap.RegionText);
            writer.WriteString("outcome", gap.Coverage.Name());
            writer.WriteString("reason", gap.Reason);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public static void WriteImages(Utf8JsonWriter writer, string name, IEnumerable<ListedImage> images)
    {
        writer.WriteStartArray(name);
        foreach (var image in images)
            WriteImage(writer, image);
        writer.WriteEndArray();
    }

    /// <summary>Left out when there is none.</summary>
    public static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            writer.WriteString(name, text);
    }

    private static void WriteImage(Utf8JsonWriter writer, ListedImage image)
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
        WriteText(writer, "created_at", image.CreatedAt);
        WriteText(writer, "last_launched_at", image.LastLaunchedAt);
        writer.WriteStartArray("findings");
        foreach (var finding in image.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", finding.Kind.Name());
            WriteText(writer, "detail", finding.Detail);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
