using System.Text;
using System.Text.Json;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Adoption;

internal static class AdoptJson
{
    public static string Write(AdoptionReport report) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteBoolean("complete", report.IsWhole);
            writer.WriteObjects("policies", report.Found, WriteMembers);
            writer.WriteString("mode", report.Mode.Name());
            writer.WriteString("carrier", report.Carrier.Name());
            writer.WriteStartObject("verdicts");
            writer.WriteString("declarative_policy", report.Declarative.Name());
            writer.WriteString("service_control_policy", report.Scp.Name());
            writer.WriteEndObject();
            writer.WriteStartObject("difference");
            DifferenceView.WriteMembers(writer, report.Difference);
            writer.WriteEndObject();
            writer.WriteObjects("not_carried_over", report.NotCarried, WriteMembers);
            writer.WriteStrings("added", report.Added);
            writer.WriteStrings("notes", report.Notes);
            writer.WriteString("configuration", Encoding.UTF8.GetString(report.Configuration.Span));
            writer.WriteEndObject();
        });

    private static void WriteMembers(Utf8JsonWriter writer, FoundPolicy policy)
    {
        writer.WriteString("id", policy.Policy.Id);
        writer.WriteString("name", policy.Policy.Name);
        writer.WriteString("type", policy.Policy.Type.Name());
        writer.WriteStrings("targets", policy.Targets);
        writer.WriteString("written_by", policy.Writer);
        writer.WriteString("fate", policy.Fate.Name());
        writer.WriteString("reason", policy.Reason);
    }

    private static void WriteMembers(Utf8JsonWriter writer, NotCarried entry)
    {
        writer.WriteString("policy", entry.Policy);
        writer.WriteString("policy_id", entry.PolicyId);
        writer.WriteString("path", entry.Path);
        writer.WriteString("meaning", entry.Meaning);
        writer.WriteString("becomes", entry.Becomes);
    }
}
