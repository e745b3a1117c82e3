using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

internal static class BacktestJson
{
    public static string Write(BacktestReport report) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            LedgerJson.Write(writer, report.Ledger);
            WriteLaunches(writer, report);
            RollupText.Write(writer, report.ByOwner);
            writer.WriteStartArray("findings");
            foreach (var finding in report.Findings)
                Write(writer, finding);
            writer.WriteEndArray();
            writer.WriteStartArray("allow_list");
            foreach (var use in report.AllowList)
                Write(writer, use);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    public static void WriteAdvice(Utf8JsonWriter writer, Advice advice, TriageEntry? triage)
    {
        writer.WriteStartObject("advice");
        writer.WriteIfKnown("outcome", advice.Outcome?.Name() ?? "");
        writer.WriteString("why", advice.Why);
        writer.WriteIfKnown("command", advice.Command);
        writer.WriteIfKnown("message", advice.Message ?? "");
        writer.WriteEndObject();
        if (triage is null)
            return;
        writer.WriteStartObject("triage");
        triage.WriteProperties(writer);
        writer.WriteEndObject();
    }

    private static void WriteLaunches(Utf8JsonWriter writer, BacktestReport report)
    {
        writer.WriteStartObject("launches");
        writer.WriteNumber("all", report.Launches);
        foreach (var verdict in (Verdict[])[Verdict.Denied, Verdict.Marked, Verdict.Undecided])
            writer.WriteNumber(verdict.Name(), report.LaunchesWith(verdict));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, BacktestFinding f)
    {
        writer.WriteStartObject();
        writer.WriteString("id", f.Id);
        writer.WriteString("kind", f.Kind.Name());
        writer.WriteString("verdict", f.Verdict.Name());
        writer.WriteBoolean("open", f.IsOpen);
        writer.WriteIfKnown("account", f.Account);
        writer.WriteIfKnown("account_name", f.AccountName);
        writer.WriteIfKnown("ou", f.OrganizationalUnit);
        writer.WriteIfKnown("owner", f.Owner);
        writer.WriteNumber("calls", f.Calls);
        writer.WriteNumber("succeeded", f.Succeeded);
        writer.WriteNumber("denied_already", f.DeniedAlready);
        writer.WriteNumber("dry_runs", f.DryRuns);
        writer.WriteNumber("by_service_linked_role", f.ByServiceLinkedRole);
        writer.WriteIfKnown("first", f.First);
        writer.WriteIfKnown("last", f.Last);
        writer.WriteStrings("actions", f.Actions);
        writer.WriteStrings("principals", f.Principals);
        writer.WriteStrings("images", f.Images);
        writer.WriteStrings("services", f.Services);
        writer.WriteStrings("regions", f.Regions);
        writer.WriteStrings("denied_by", f.DeniedBy);
        WriteAdvice(writer, f.Advice, f.Triage);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, OwnerUse use)
    {
        writer.WriteStartObject();
        writer.WriteString("owner", use.Owner.IamName);
        writer.WriteString("kind", use.Kind.Replace(' ', '_'));
        writer.WriteIfKnown("name", use.Name);
        writer.WriteNumber("launches", use.Launches);
        writer.WriteIfKnown("last", use.Last);
        writer.WriteEndObject();
    }
}
