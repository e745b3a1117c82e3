using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Trail.Backtest;
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
            RollupText.Write(writer, report.ByOwner);
            writer.WriteStartArray("findings");
            foreach (var finding in report.Findings)
                Write(writer, finding);
            writer.WriteEndArray();
            WriteUses(writer, "left_open", report.LeftOpen);
            writer.WriteStartArray("gaps");
            foreach (var gap in report.Gaps)
                Write(writer, gap);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, ImpactFinding f)
    {
        writer.WriteStartObject();
        writer.WriteString("id", f.Id);
        writer.WriteString("verdict", f.Verdict.Name());
        writer.WriteString("urgency", f.Urgency.Name());
        writer.WriteBoolean("open", f.IsOpen);
        writer.WriteString("account", f.Account.Value);
        writer.WriteIfKnown("account_name", f.AccountName);
        writer.WriteString("owner", f.Owner);
        writer.WriteStrings("denied_by", f.DeniedBy);
        WriteUses(writer, "uses", f.Uses);
        BacktestJson.WriteAdvice(writer, f.Advice, f.Triage);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ImpactGap gap)
    {
        writer.WriteStartObject();
        writer.WriteString("account", gap.Account.Value);
        writer.WriteString("region", gap.RegionOrAll);
        writer.WriteString("reason", gap.Reason);
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
            writer.WriteString("account", use.Account.Value);
            writer.WriteString("region", use.Region.Value);
            writer.WriteString("name", use.Name);
            writer.WriteIfKnown("image", use.Image?.Value ?? "");
            writer.WriteIfKnown("detail", use.Detail);
            writer.WriteNumber("instances", use.Instances);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
