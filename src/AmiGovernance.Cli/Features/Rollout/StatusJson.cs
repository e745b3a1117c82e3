using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Where the rollout stands, as JSON.</summary>
internal static class StatusJson
{
    public static string Write(StatusReport report) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("at", Time(report.At));
            writer.WriteString("organization", report.Organization.Id);
            writer.WriteString("carrier", report.Carrier.Name());
            writer.WriteNumber("accounts", report.Organization.Accounts.Length);
            PlanJson.WriteNotes(writer, report.Notes);
            writer.WriteObjects("policies", report.Policies, Write);
            writer.WriteObjects("targets", report.Targets, Write);
            writer.WriteObjects("drift", report.Drifts, Write);
            WritersView.WriteJson(writer, report.Writers);
            writer.WriteNumber("covered", report.Covered);
            writer.WriteObjects("not_covered", report.Gaps, Write);
            writer.WriteObjects("exceptions", report.Exceptions, Write);
            WriteLastDeployment(writer, report);
            writer.WriteStrings("next", report.Next);
            writer.WriteStrings("not_read", report.NotRead);
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, PolicyStatus status)
    {
        writer.WriteString("id", status.Policy.Id);
        writer.WriteString("name", status.Policy.Name);
        writer.WriteString("type", status.Policy.Type.Name());
        if (status.Mode is { } mode)
            writer.WriteString("mode", mode.Name());
        writer.WriteStrings("targets", status.Targets);
    }

    private static void Write(Utf8JsonWriter writer, TargetStatus target)
    {
        writer.WriteString("target", target.Target);
        if (target.Mode is { } mode)
            writer.WriteString("mode", mode.Name());
        if (target.Since is { } since)
            writer.WriteString("since", Time(since));
        writer.WriteNumber("accounts", target.Accounts);
    }

    private static void Write(Utf8JsonWriter writer, Drift drift)
    {
        writer.WriteString("between", drift.Between);
        writer.WriteString("what", drift.What);
        writer.WriteString("help", drift.Help);
        if (drift.By is { } by)
            WritersView.WriteJson(writer, by);
    }

    private static void Write(Utf8JsonWriter writer, CoverageGap gap)
    {
        writer.WriteString("why", gap.Why);
        writer.WriteStrings("accounts", gap.Accounts.Select(a => a.Value));
    }

    private static void Write(Utf8JsonWriter writer, ExceptionStatus exception)
    {
        writer.WriteString("account", exception.Exception.AccountId.Value);
        if (exception.Exception.Ticket is { } ticket)
            writer.WriteString("ticket", ticket);
        if (exception.DaysLeft is { } days)
            writer.WriteNumber("days_left", days);
    }

    private static void WriteLastDeployment(Utf8JsonWriter writer, StatusReport report)
    {
        if (report.LastDeployment is not [var first, ..])
            return;
        writer.WriteStartObject("last_deployment");
        writer.WriteString("name", first.Deployment);
        writer.WriteString("who", first.Who);
        writer.WriteString("outcome", StatusView.Outcome(report));
        writer.WriteEndObject();
    }

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
