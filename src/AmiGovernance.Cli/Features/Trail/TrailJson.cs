using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

internal static class TrailJson
{
    public static void Write(TextWriter output, TrailReport report, ImmutableArray<TrailDimension> by) =>
        ReportJson.Write(output, writer => Write(writer, report, by));

    private static void Write(Utf8JsonWriter writer, TrailReport report, ImmutableArray<TrailDimension> by)
    {
        var columns = TrailRows.Columns(by);
        writer.WriteStartObject();
        writer.WriteString("format_version", ReportJson.FormatVersion);
        writer.WritePropertyName("ledger");
        JsonSerializer.Serialize(writer, LedgerPart.Of(report.Ledger), ReportsJson.Default.LedgerPart);
        writer.WriteStartArray("calls");
        foreach (var group in TrailRows.Of(report, by))
            WriteRow(writer, columns, group);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, ImmutableArray<TrailDimension> columns, TrailGroup group)
    {
        writer.WriteStartObject();
        foreach (var (column, value) in columns.Zip(group.Values))
            writer.WriteIfKnown(column.Name, value);
        writer.WriteNumber("calls", group.Count);
        writer.WriteIfKnown("first", group.First);
        writer.WriteIfKnown("last", group.Last);
        writer.WriteEndObject();
    }
}
