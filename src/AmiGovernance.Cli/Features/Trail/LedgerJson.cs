using System.Text.Json;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

internal static class LedgerJson
{
    public static void Write(Utf8JsonWriter writer, TrailLedger ledger)
    {
        writer.WriteStartObject("ledger");
        writer.WriteBoolean("complete", ledger.Looked.IsComplete);
        foreach (var (name, value) in Numbers(ledger))
            writer.WriteNumber(name, value);
        writer.WriteStartObject("skipped_files");
        foreach (var (reason, count) in ledger.Skipped)
            writer.WriteNumber(reason, count);
        writer.WriteEndObject();
        writer.WriteStartArray("gap_files");
        foreach (var gap in ledger.Gaps)
        {
            writer.WriteStartObject();
            writer.WriteString("file", gap.File);
            writer.WriteString("reason", gap.Reason);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static (string Name, long Value)[] Numbers(TrailLedger ledger)
    {
        var c = ledger.Counts;
        return
        [
            ("files", ledger.Files),
            ("empty_files", ledger.EmptyFiles),
            ("stored_bytes", c.Stored),
            ("text_bytes", c.Text),
            ("events", c.Records),
            ("watched", c.Watched),
            ("duplicates", c.Duplicates),
            ("outside_time", c.OutsideTime),
            ("other_places", c.OtherPlaces),
            ("other_categories", c.OtherCategories),
            ("without_id", c.WithoutId),
            ("unknown_versions", c.UnknownVersions),
            ("not_records", c.NotRecords),
            ("damaged_records", c.DamagedRecords),
            ("folded", ledger.Folded),
            ("gaps", ledger.GapCount),
        ];
    }
}
