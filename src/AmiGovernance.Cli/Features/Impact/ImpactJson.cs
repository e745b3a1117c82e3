using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Cli.Features.Impact;

internal static class ImpactJson
{
    public static string Write(ImpactReport report) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteNumber("accounts_and_regions", report.Places);
            writer.WriteNumber("left_out", report.Skipped);
            writer.WriteNumber("uses", report.Uses);
            writer.WriteStartArray("findings");
            foreach (var finding in report.Findings)
                Write(writer, finding);
            writer.WriteEndArray();
            WriteUses(writer, "left_open", report.LeftOpen);
            writer.WriteStartArray("gaps");
            foreach (var gap in report.Gaps)
            {
                writer.WriteStartObject();
                writer.WriteString("account", gap.Account);
                writer.WriteString("region", gap.Region);
                writer.WriteString("reason", gap.Reason);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, ImpactFinding f)
    {
        writer.WriteStartObject();
        writer.WriteString("id", f.Id);
        writer.WriteString("verdict", BacktestView.VerdictName(f.Verdict));
        writer.WriteString("urgency", f.Urgency.Name());
        writer.WriteBoolean("open", f.IsOpen);
        writer.WriteString("account", f.Account);
        if (f.AccountName.Length > 0)
            writer.WriteString("account_name", f.AccountName);
        writer.WriteString("owner", f.Owner);
        writer.WriteStrings("denied_by", f.DeniedBy);
        WriteUses(writer, "uses", f.Uses);
        BacktestJson.WriteAdvice(writer, f.Advice, f.Triage);
        writer.WriteEndObject();
    }

    private static void WriteUses(Utf8JsonWriter writer, string name, ImmutableArray<ImageUse> uses)
    {
        writer.WriteStartArray(name);
        foreach (var use in uses)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", use.Kind.Name());
            writer.WriteString("urgency", use.Urgency.Name());
            writer.WriteString("account", use.Account);
            writer.WriteString("region", use.Region);
            writer.WriteString("name", use.Name);
            if (use.ImageId.Length > 0)
                writer.WriteString("image", use.ImageId);
            if (use.Detail.Length > 0)
                writer.WriteString("detail", use.Detail);
            writer.WriteNumber("instances", use.Instances);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
