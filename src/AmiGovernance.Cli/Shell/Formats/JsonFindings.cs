using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Findings as JSON; the format is documented in docs/reference/outputs.md.</summary>
internal static class JsonFindings
{
    public static string Render(FindingsReport report) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("command", report.Command);
            writer.WriteString("as_of", report.AsOf.Text());
            writer.WriteBoolean("passed", report.Passed);
            writer.WriteStartObject("summary");
            writer.WriteNumber("errors", report.Errors);
            writer.WriteNumber("warnings", report.Warnings);
            writer.WriteNumber("notes", report.Notes);
            if (report.Omitted > 0)
                writer.WriteNumber("omitted", report.Omitted);
            writer.WriteEndObject();
            writer.WriteStartArray("diagnostics");
            foreach (var finding in report.Findings)
                Write(writer, finding);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    public static void Write(Utf8JsonWriter writer, Diagnostic finding)
    {
        writer.WriteStartObject();
        writer.WriteString("code", finding.Code);
        writer.WriteString("severity", DiagnosticPrinter.Word(finding.Severity));
        writer.WriteString("message", finding.Message);
        WriteLocation(writer, finding.Location);
        if (finding.Help is not null)
            writer.WriteString("help", finding.Help);
        if (finding.Fix is { } fix)
        {
            writer.WriteStartObject("fix");
            writer.WriteString("title", fix.Title);
            writer.WriteBoolean("safe", fix.IsSafe && finding.Location.Source.Upkeep?.FixedBy is not null);
            WritePosition(writer, "start", finding.Location.Source.GetPosition(fix.Span.Start));
            WritePosition(writer, "end", finding.Location.Source.GetPosition(fix.Span.End));
            writer.WriteString("new_text", fix.NewText);
            writer.WriteEndObject();
        }
        if (!finding.Related.IsEmpty)
        {
            writer.WriteStartArray("related");
            foreach (var related in finding.Related)
            {
                writer.WriteStartObject();
                writer.WriteString("message", related.Message);
                WriteLocation(writer, related.Location);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter writer, SourceLocation location)
    {
        writer.WriteString("file", location.Source.Path);
        WritePosition(writer, "start", location.Start);
        WritePosition(writer, "end", location.End);
        writer.WriteString("pointer", location.Pointer);
    }

    private static void WritePosition(Utf8JsonWriter writer, string name, LinePosition position)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("line", position.Line);
        writer.WriteNumber("column", position.Column);
        writer.WriteEndObject();
    }
}
