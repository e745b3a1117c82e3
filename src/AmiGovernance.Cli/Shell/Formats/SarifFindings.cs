using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Findings as SARIF 2.1.0 (OASIS), for code scanning.</summary>
internal static class SarifFindings
{
    public static string Render(FindingsReport report, string version) =>
        ReportJson.Write(writer =>
        {
            var rules = report
                .Findings.Select(f => f.Descriptor)
                .DistinctBy(d => d.Code)
                .OrderBy(d => d.Code, StringComparer.Ordinal)
                .ToList();
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            writer.WriteStartObject("tool");
            writer.WriteStartObject("driver");
            writer.WriteString("name", "amigov");
            writer.WriteString("semanticVersion", version);
            writer.WriteStartArray("rules");
            foreach (var rule in rules)
                WriteRule(writer, rule);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteString("columnKind", "utf16CodeUnits");
            writer.WriteStartArray("results");
            foreach (var finding in report.Findings)
                WriteResult(writer, finding, rules.FindIndex(r => r.Code == finding.Code));
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void WriteRule(Utf8JsonWriter writer, DiagnosticDescriptor rule)
    {
        writer.WriteStartObject();
        writer.WriteString("id", rule.Code);
        WriteText(writer, "shortDescription", rule.Title);
        WriteText(writer, "help", $"run {SuggestedCommand.Of($"amigov code {rule.Code}")}");
        writer.WriteStartObject("defaultConfiguration");
        writer.WriteString("level", rule.Severity.Name());
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, Diagnostic finding, int ruleIndex)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Code);
        writer.WriteNumber("ruleIndex", ruleIndex);
        writer.WriteString("level", finding.Severity.Name());
        WriteText(writer, "message", finding.Help is null ? finding.Message : $"{finding.Message} ({finding.Help})");
        writer.WriteStartArray("locations");
        WriteLocation(writer, finding.Location, null);
        writer.WriteEndArray();
        if (!finding.Related.IsEmpty)
        {
            writer.WriteStartArray("relatedLocations");
            foreach (var related in finding.Related)
                WriteLocation(writer, related.Location, related.Message);
            writer.WriteEndArray();
        }
        if (finding.Fix is { } fix)
            WriteFix(writer, finding.Location.Source, fix);
        writer.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter writer, SourceLocation location, string? message)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        WriteArtifact(writer, location.Source);
        if (!location.Source.Bytes.IsEmpty)
            WriteRegion(writer, "region", location.Source, location.Span);
        writer.WriteEndObject();
        if (location.Pointer.Length > 0)
        {
            writer.WriteStartArray("logicalLocations");
            writer.WriteStartObject();
            writer.WriteString("fullyQualifiedName", location.Pointer);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        if (message is not null)
            WriteText(writer, "message", message);
        writer.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter writer, SourceText source, TextFix fix)
    {
        writer.WriteStartArray("fixes");
        writer.WriteStartObject();
        WriteText(writer, "description", fix.Title);
        writer.WriteStartArray("artifactChanges");
        writer.WriteStartObject();
        WriteArtifact(writer, source);
        writer.WriteStartArray("replacements");
        writer.WriteStartObject();
        WriteRegion(writer, "deletedRegion", source, fix.Span);
        writer.WriteStartObject("insertedContent");
        writer.WriteString("text", fix.NewText);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteArtifact(Utf8JsonWriter writer, SourceText source)
    {
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", ReportJson.UriPath(source.Path));
        writer.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter writer, string name, SourceText source, TextSpan span)
    {
        var (start, end) = (source.GetPosition(span.Start), source.GetPosition(span.End));
        writer.WriteStartObject(name);
        writer.WriteNumber("startLine", start.Line);
        writer.WriteNumber("startColumn", start.Column);
        writer.WriteNumber("endLine", end.Line);
        writer.WriteNumber("endColumn", end.Column);
        writer.WriteEndObject();
    }

    /// <summary>Without links: brackets that could be one are escaped (SARIF 2.1.0, 3.11.6, "Messages with embedded links").</summary>
    private static string Plain(string text) =>
        text.Contains("](", StringComparison.Ordinal)
            ? text.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("[", "\\[", StringComparison.Ordinal)
                .Replace("]", "\\]", StringComparison.Ordinal)
            : text;

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", Plain(text));
        writer.WriteEndObject();
    }
}
