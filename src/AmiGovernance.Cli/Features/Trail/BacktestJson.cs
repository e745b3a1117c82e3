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
            TrailView.WriteLedger(writer, report.Ledger);
            writer.WriteStartObject("launches");
            writer.WriteNumber("all", report.Launches);
            foreach (var verdict in new[] { Verdict.Denied, Verdict.Marked, Verdict.Undecided })
                writer.WriteNumber(BacktestView.VerdictName(verdict), report.LaunchesWith(verdict));
            writer.WriteEndObject();
            writer.WriteStartArray("findings");
            foreach (var f in report.Findings)
            {
                writer.WriteStartObject();
                writer.WriteString("id", f.Id);
                writer.WriteString("kind", f.Kind.Name());
                writer.WriteString("verdict", BacktestView.VerdictName(f.Verdict));
                writer.WriteBoolean("open", f.IsOpen);
                foreach (
                    var (name, value) in new[]
                    {
                        ("account", f.Account),
                        ("account_name", f.AccountName),
                        ("ou", f.OrganizationalUnit),
                        ("owner", f.Owner),
                    }
                )
                    if (value.Length > 0)
                        writer.WriteString(name, value);
                writer.WriteNumber("calls", f.Calls);
                writer.WriteNumber("succeeded", f.Succeeded);
                writer.WriteNumber("denied_already", f.DeniedAlready);
                writer.WriteNumber("dry_runs", f.DryRuns);
                writer.WriteNumber("by_service_linked_role", f.ByServiceLinkedRole);
                if (f.First is not null)
                    writer.WriteString("first", TrailText.Time(f.First));
                if (f.Last is not null)
                    writer.WriteString("last", TrailText.Time(f.Last));
                foreach (
                    var (name, values) in new[]
                    {
                        ("actions", f.Actions),
                        ("principals", f.Principals),
                        ("images", f.Images),
                        ("services", f.Services),
                        ("regions", f.Regions),
                        ("denied_by", f.DeniedBy),
                    }
                )
                    writer.WriteStrings(name, values);
                WriteAdvice(writer, f.Advice, f.Triage);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("allow_list");
            foreach (var use in report.AllowList)
            {
                writer.WriteStartObject();
                writer.WriteString("owner", use.Owner);
                writer.WriteString("kind", use.Kind.Replace(' ', '_'));
                if (use.Name.Length > 0)
                    writer.WriteString("name", use.Name);
                writer.WriteNumber("launches", use.Launches);
                if (use.Last is not null)
                    writer.WriteString("last", TrailText.Time(use.Last));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    public static void WriteAdvice(Utf8JsonWriter writer, Advice advice, TriageEntry? triage)
    {
        writer.WriteStartObject("advice");
        if (advice.Outcome is { } outcome)
            writer.WriteString("outcome", TriageEntry.OutcomeNames[(int)outcome]);
        writer.WriteString("why", advice.Why);
        if (advice.Command is not null)
            writer.WriteString("command", advice.Command);
        if (advice.Message is not null)
            writer.WriteString("message", advice.Message);
        writer.WriteEndObject();
        if (triage is null)
            return;
        writer.WriteStartObject("triage");
        triage.WriteProperties(writer);
        writer.WriteEndObject();
    }
}
