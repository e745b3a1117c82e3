using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Written in pieces: a report can have hundreds of thousands of rows.</summary>
internal static class TrailJson
{
    private const int BufferSize = 64 << 10;

    /// <summary>In bytes; a row is shorter than what is left of the buffer.</summary>
    private const int PieceSize = 48 << 10;

    public static void Write(TextWriter output, TrailReport report, ImmutableArray<TrailDimension> by)
    {
        var columns = TrailRows.Columns(by);
        var buffer = new ArrayBufferWriter<byte>(BufferSize);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        writer.WriteStartObject();
        writer.WriteString("format_version", ReportJson.FormatVersion);
        writer.WritePropertyName("ledger");
        JsonSerializer.Serialize(writer, LedgerPart.Of(report.Ledger), ReportsJson.Default.LedgerPart);
        writer.WriteStartArray("calls");
        foreach (var group in TrailRows.Of(report, by))
        {
            WriteRow(writer, columns, group);
            if (writer.BytesPending + buffer.WrittenCount > PieceSize)
                Flush(output, writer, buffer);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        Flush(output, writer, buffer);
        output.Write('\n');
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

    private static void Flush(TextWriter output, Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        writer.Flush();
        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        buffer.ResetWrittenCount();
    }
}
